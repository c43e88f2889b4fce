// What copies the output ends in the middle of a run.
import { execFileSync } from "node:child_process";
import { answer, quietly, until } from "./capturing.mjs";

function isGone(pid) {
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch {
    return true;
  }
}

const run = quietly(async ({ _run }) => {
  console.log("before");
  await until(() => _run.capturedOut.includes("before"));
  const pids = execFileSync("pgrep", ["-x", "-P", String(process.pid), "perl|tee"], { encoding: "utf8" })
    .trim()
    .split("\n");
  for (const pid of pids) process.kill(Number(pid), "SIGKILL");
  await until(() => pids.every(isGone));
  console.log("after it");
  console.error("still");
});
answer((await run({ loglevel: "WARNING" })).capturedOut);
