// A stand-in for tee(1), where there is none: `node -e THIS FILE` copies its standard input to its standard output and to
// the end of FILE. What ends the run must not end it before everything is copied, so it takes no notice of signals.

import { openSync, readSync } from "node:fs";
import { codeOf, pause, writeWhole } from "./blocking-write.ts";

const BUFFER = Buffer.allocUnsafe(1 << 16);

for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => undefined);
copy(openSync(process.argv[1] ?? "", "a"));

function copy(file: number): void {
  let isShown = true;
  for (;;) {
    const bytes = read();
    if (bytes.length === 0) return;
    try {
      if (isShown) writeWhole(1, bytes);
    } catch {
      // Nobody looks any more; the file is written all the same.
      isShown = false;
    }
    writeWhole(file, bytes);
  }
}

/** Empty at the end. */
function read(): Uint8Array {
  for (;;) {
    try {
      return BUFFER.subarray(0, readSync(0, BUFFER));
    } catch (error) {
      if (codeOf(error) === "EOF") return BUFFER.subarray(0, 0);
      if (codeOf(error) !== "EAGAIN" && codeOf(error) !== "EINTR") throw error;
      pause(1);
    }
  }
}
