import { pythonJson } from "../../core/record/python-json.ts";
import { messageOf } from "../../core/errors/thrown.ts";
import { type ConfigFormat, invalidFile, placeAt } from "./format.ts";
import { parseJson5 } from "./json5.ts";
import { maskNonFinite, quoteLargeIntegers, withBigints } from "./numbers.ts";
import { decodeText } from "./text.ts";

/** JSON as Python's json module reads and writes it: with NaN and the infinities, and integers of any size. */
export const JSON_FORMAT: ConfigFormat = {
  name: "JSON",
  read(bytes, file) {
    const text = decodeText(bytes, file, this.name);
    const masked = maskNonFinite(text);
    const parsed = parseStrictly(masked, file);
    const quoted = quoteLargeIntegers(text);
    // JSON5 knows these numbers. That the rest is JSON has just been seen.
    const exact = masked === text ? parsed : parseJson5(text, file);
    return quoted === text ? exact : withBigints(exact, parseJson5(quoted, file));
  },
  write: (config) => pythonJson(config),
};

function parseStrictly(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = messageOf(cause);
    throw invalidFile(file, JSON_FORMAT.name, why, placeAt(text, saidOffset(why) ?? findOffset(text)), cause);
  }
}

function saidOffset(message: string): number | undefined {
  const said = /JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return said === undefined ? undefined : Number(said);
}

/** Where V8 doesn't say it: a mistake stands behind the longest beginning that merely lacks an end. */
function findOffset(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isBeginning(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = messageOf(error);
    return /end of JSON input|Unterminated string/.test(message) || saidOffset(message) === text.length;
  }
}
