import { LineConsole } from "./line-console.ts";
import { printedText } from "./patched-console.ts";

export type StandardStream = "stdout" | "stderr";

const shown: Readonly<Record<StandardStream, LineConsole>> = {
  stdout: new LineConsole("log"),
  stderr: new LineConsole("error"),
};

/**
 * Prints what a program has written: the exact text becomes part of what the active run has printed (in the capture mode
 * "sys"), and the console shows it line by line.
 */
export function print(stream: StandardStream, text: string): void {
  printedText(text);
  shown[stream].write(text);
}

/** Shows lines that are still unfinished, at the end of a run or of a program. */
export function finishLines(): void {
  for (const lines of Object.values(shown)) lines.finish();
}
