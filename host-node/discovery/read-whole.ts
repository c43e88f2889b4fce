import { readFile } from "node:fs/promises";

/** Systems allow a process as few as 256 open files. */
const MOST_AT_ONCE = 32;

let open = 0;
const waiting: (() => void)[] = [];

/** The content of a file, of which only some are open at the same time: an experiment may have thousands of sources. */
export async function readWhole(path: string): Promise<Buffer> {
  // Who is woken up takes over the place of the one that has finished.
  if (open >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else open++;
  try {
    return await readFile(path);
  } finally {
    const next = waiting.shift();
    if (next === undefined) open--;
    else next();
  }
}
