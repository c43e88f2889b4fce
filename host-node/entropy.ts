import { closeSync, openSync, readSync } from "node:fs";

/** 32 random bits. From the kernel itself where it offers them as a file: Node's `crypto` takes 2 ms to be loaded. */
export function entropy(): number {
  const word = new Uint32Array(1);
  try {
    const file = openSync("/dev/urandom", "r");
    try {
      if (readSync(file, word) === word.byteLength) return word[0] ?? 0;
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows, or a container without devices.
  }
  return crypto.getRandomValues(word)[0] ?? 0;
}
