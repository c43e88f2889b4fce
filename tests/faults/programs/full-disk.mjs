// Fills the disk under a run; with "free" as second argument it is freed again before the end.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { round, runIn, untilLog } from "./storage-scenario.mjs";

const [folder, then] = process.argv.slice(2);
const filler = join(folder, "filler");

function fill() {
  const file = openSync(filler, "w");
  // By bytes at last: the very end of the disk.
  for (let size = 4096; size >= 1; size = Math.floor(size / 2)) {
    try {
      while (true) writeSync(file, Buffer.alloc(size));
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
    }
  }
  closeSync(file);
}

await runIn(folder, async ({ _run }) => {
  await round(_run, 0, 100);
  await untilLog(folder, (size) => size > 1000);
  // Captured output takes its time through a pipe: what is stored before the disk is full is what is to be kept.
  while (!readFileSync(join(folder, "1", "cout.txt"), "utf8").includes("round from 0")) await _run.heartbeat();
  fill();
  await round(_run, 100, 2000);
  await round(_run, 2100, 900);
  if (then === "free") rmSync(filler);
  return 3000;
});
