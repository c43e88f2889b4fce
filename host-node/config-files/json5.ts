import { pythonJson } from "../../core/record/python-json.ts";
import { messageOf } from "../../core/errors/thrown.ts";
import { type ConfigFormat, invalidFile, type TextPlace } from "./format.ts";
import { quoteLargeIntegers, withBigints } from "./numbers.ts";
import { decodeText } from "./text.ts";
import { loadPackage } from "../load-package.ts";

const load = (): typeof import("json5") => loadPackage("json5") as typeof import("json5");

/** JSON with comments, trailing commas, keys without quotes, NaN and the infinities (https://json5.org). */
export const JSON5_FORMAT: ConfigFormat = {
  name: "JSON5",
  read(bytes, file) {
    const text = decodeText(bytes, file, this.name);
    const parsed = parseJson5(text, file);
    const quoted = quoteLargeIntegers(text);
    return quoted === text ? parsed : withBigints(parsed, parseJson5(quoted, file));
  },
  // Python's JSON is JSON5, NaN and infinities included.
  write: (config) => pythonJson(config),
};

export function parseJson5(text: string, file: string): unknown {
  try {
    return load().parse(text);
  } catch (cause) {
    throw invalidFile(file, JSON5_FORMAT.name, messageOf(cause).replace(/^JSON5: /, ""), placeOf(cause), cause);
  }
}

function placeOf(error: unknown): TextPlace | undefined {
  if (!(error instanceof SyntaxError) || !("lineNumber" in error) || !("columnNumber" in error)) return undefined;
  return { line: Number(error.lineNumber), column: Number(error.columnNumber) };
}
