import { defineEntry } from "../../config/define-entry.ts";
import { LiteralReader } from "./literal-reader.ts";
import { readNumber } from "./python-number.ts";
import { readString } from "./python-string.ts";

export interface PythonLiteral {
  readonly value: unknown;
  readonly hasLargeInteger: boolean;
}

/**
 * Reads what Python's `ast.literal_eval` reads, as JSON would carry it: tuples and sets become arrays, keys text.
 * undefined for anything else, and for bytes, complex numbers and `...`, which no configuration can hold.
 */
export function parsePythonLiteral(text: string): PythonLiteral | undefined {
  const reader = new LiteralReader(text);
  try {
    reader.skipBlanks();
    const value = readTuple(reader);
    reader.expectEnd();
    return { value, hasLargeInteger: reader.hasLargeInteger };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A value, or several with commas between: a tuple without parentheses. */
function readTuple(reader: LiteralReader): unknown {
  const first = readValue(reader);
  if (!reader.skip(",")) return first;
  const items = [first];
  while (!reader.atEnd()) {
    items.push(readValue(reader));
    if (!reader.skip(",")) break;
  }
  return items;
}

function readValue(reader: LiteralReader): unknown {
  return reader.nested(() => {
    if (reader.skip("[")) return readItems(reader, "]");
    if (reader.skip("(")) return readParenthesized(reader);
    if (reader.skip("{")) return readDictOrSet(reader);
    if (reader.skipWord("None")) return null;
    if (reader.skipWord("True")) return true;
    if (reader.skipWord("False")) return false;
    if (reader.skipCall("set")) return [];
    return readString(reader) ?? readNumber(reader);
  });
}

function readItems(reader: LiteralReader, end: string): unknown[] {
  const items: unknown[] = [];
  while (!reader.skip(end)) {
    items.push(readValue(reader));
    if (reader.skip(end)) break;
    reader.expect(",");
  }
  return items;
}

/** One value in parentheses is that value; a comma makes it a tuple. */
function readParenthesized(reader: LiteralReader): unknown {
  if (reader.skip(")")) return [];
  const first = readValue(reader);
  if (reader.skip(")")) return first;
  reader.expect(",");
  return [first, ...readItems(reader, ")")];
}

function readDictOrSet(reader: LiteralReader): unknown {
  if (reader.skip("}")) return {};
  const first = readValue(reader);
  if (reader.skip(":")) return readDict(reader, first);
  if (reader.skip("}")) return [first];
  reader.expect(",");
  return unique([first, ...readItems(reader, "}")]);
}

function readDict(reader: LiteralReader, firstKey: unknown): Record<string, unknown> {
  const dict: Record<string, unknown> = {};
  let key = firstKey;
  while (true) {
    const name = keyText(key);
    defineEntry(dict, name, readValue(reader));
    if (reader.skip("}")) return dict;
    reader.expect(",");
    if (reader.skip("}")) return dict;
    key = readValue(reader);
    reader.expect(":");
  }
}

/** As Python's json writes keys that are no text. */
function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  if (key === null) return "null";
  if (typeof key === "boolean") return key ? "true" : "false";
  if (typeof key === "number") return String(key);
  throw new SyntaxError("A list can't be a key.");
}

function unique(items: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = JSON.stringify(item);
    return seen.has(text) ? false : seen.add(text);
  });
}
