import { readPythonJson } from "./read-python-json.ts";
import { isDictionary, type RunEntry } from "./run-entry.ts";

/** Reads a run.json. @throws {SyntaxError} if it is no whole JSON, or no dictionary */
export function readEntryText(text: string): RunEntry {
  const content = readPythonJson(text);
  if (isDictionary(content)) return { text, content };
  throw new SyntaxError("it holds no dictionary");
}
