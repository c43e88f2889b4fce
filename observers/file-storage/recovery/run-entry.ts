import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import type { RunEntry } from "../../../core/record/run-entry.ts";

/** Undefined if there is no run.json. @throws {SyntaxError} if it is no whole JSON, or no dictionary */
export function readEntry(dir: string): RunEntry | undefined {
  const text = readIfThere(join(dir, "run.json"));
  return text === undefined ? undefined : readEntryText(text);
}

/** The text of a file, or undefined if it isn't there. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
