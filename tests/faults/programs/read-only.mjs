// The folder becomes read-only under a run that has not logged yet, and writable again before its end.
import { execFileSync } from "node:child_process";
import { round, runIn } from "./storage-scenario.mjs";

const [folder, mountPoint] = process.argv.slice(2);
const remount = (mode) => execFileSync("mount", ["-o", `remount,${mode}`, mountPoint]);

await runIn(folder, async ({ _run }) => {
  await _run.heartbeat();
  remount("ro");
  await round(_run, 0, 1000);
  remount("rw");
  await round(_run, 1000, 2000);
  return 3000;
});
