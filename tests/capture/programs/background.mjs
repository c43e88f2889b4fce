// A child process outlives the run, and the program.
import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { answer, ARGS, quietly, until } from "./capturing.mjs";

const [fifo] = ARGS;
const run = quietly(async () => {
  console.log("in the run");
  const child = spawn("sh", ["-c", "echo started; touch begun; read line; echo late $line"], {
    // Opened for both, or it would wait for a writer.
    stdio: [openSync(fifo, "r+"), "inherit", "inherit"],
    detached: true,
  });
  child.unref();
  await until(() => existsSync("begun"));
});
const { capturedOut } = await run({ loglevel: "WARNING" });
console.log("after the run");
answer(capturedOut);
