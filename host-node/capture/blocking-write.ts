import { writeSync } from "node:fs";

const CELL = new Int32Array(new SharedArrayBuffer(4));

/** Waits without letting the event loop turn. */
export function pause(milliseconds: number): void {
  Atomics.wait(CELL, 0, 0, milliseconds);
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/**
 * Writes all of it, however slow the reader is. A child process that is a Node program makes the pipe that it inherits
 * non-blocking, for us too, and then a full pipe is an error.
 */
export function writeWhole(descriptor: number, bytes: Uint8Array, length: number = bytes.length): void {
  let written = 0;
  while (written < length) {
    try {
      written += writeSync(descriptor, bytes, written, length - written);
    } catch (error) {
      if (codeOf(error) === "EAGAIN") pause(1);
      else if (codeOf(error) !== "EINTR") throw error;
    }
  }
}
