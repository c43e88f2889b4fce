import { execFileSync } from "node:child_process";

const python = process.env["SACRED_PYTHON"];

/** Is there a Python that has Sacred? vitest.config.ts says so when there isn't. */
export const hasPython: boolean = python !== undefined;

/** What a Python program prints. @throws what it has printed on standard error, if it fails */
export function runPython(file: string, ...args: string[]): string {
  if (python === undefined) throw new Error("There is no Python: skip this test (hasPython).");
  return execFileSync(python, [file, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
