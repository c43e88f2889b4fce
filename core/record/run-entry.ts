import { pythonJson } from "./python-json.ts";

/** A run.json, as text and as what it says. */
export interface RunEntry {
  readonly text: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export function isDictionary(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The line of the status as Python's json writes it at the top level: two spaces deep, and strings hold no line breaks. */
const STATUS_LINE = /^ {2}"status": "RUNNING"/m;

/**
 * The same run.json with the status DEAD. Where it is written as Sacred writes it everything else stays to the letter:
 * Python's integers may have more digits than our numbers.
 */
export function markedDead({ text, content }: RunEntry, stopTime: string): string {
  if (STATUS_LINE.test(text) && !("stop_time" in content)) {
    // Sorted as they are, nothing can stand between the two keys.
    return text.replace(STATUS_LINE, `  "status": "DEAD",\n  "stop_time": ${JSON.stringify(stopTime)}`);
  }
  return pythonJson({ ...content, status: "DEAD", stop_time: stopTime });
}
