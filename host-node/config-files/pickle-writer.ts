import { compareCodePoints } from "../../core/config/code-points.ts";
import { ConfigValueError } from "../../core/errors/index.ts";
import { isLargeInteger } from "../../core/record/python-json.ts";
import type { Dict, Value } from "../../core/values.ts";
import { OPCODES as OP } from "./pickle-opcodes.ts";

/** Read by every Python since 2.3. */
const PROTOCOL = 2;

/** The configuration as a pickle of Python's dict, keys sorted as in the other formats. */
export function writePickle(config: Dict): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(OP.PROTO, PROTOCOL)];
  writeValue(config, parts);
  parts.push(Uint8Array.of(OP.STOP));
  return Buffer.concat(parts);
}

function writeValue(value: Value, parts: Uint8Array[]): void {
  switch (typeof value) {
    case "boolean":
      parts.push(Uint8Array.of(value ? OP.NEWTRUE : OP.NEWFALSE));
      return;
    case "number":
      parts.push(numberBytes(value));
      return;
    case "bigint":
      parts.push(integerBytes(value));
      return;
    case "string":
      writeText(value, parts);
      return;
    default:
      if (value === null) parts.push(Uint8Array.of(OP.NONE));
      else if (isList(value)) writeList(value, parts);
      else writeDict(value, parts);
  }
}

function isList(value: readonly Value[] | Dict): value is readonly Value[] {
  return Array.isArray(value);
}

function writeList(items: readonly Value[], parts: Uint8Array[]): void {
  parts.push(Uint8Array.of(OP.EMPTY_LIST, OP.MARK));
  for (const item of items) writeValue(item, parts);
  parts.push(Uint8Array.of(OP.APPENDS));
}

function writeDict(dict: Dict, parts: Uint8Array[]): void {
  parts.push(Uint8Array.of(OP.EMPTY_DICT, OP.MARK));
  for (const [key, value] of Object.entries(dict).sort(([a], [b]) => compareCodePoints(a, b))) {
    writeText(key, parts);
    writeValue(value, parts);
  }
  parts.push(Uint8Array.of(OP.SETITEMS));
}

function writeText(text: string, parts: Uint8Array[]): void {
  if (/\p{Surrogate}/u.test(text)) {
    throw new ConfigValueError(`The text ${JSON.stringify(text)} holds half a character, which UTF-8 can't say.`);
  }
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(5);
  head[0] = OP.BINUNICODE;
  head.writeUInt32LE(bytes.length, 1);
  parts.push(head, bytes);
}

/** Whole numbers become Python's int, as in the JSON that is written. */
function numberBytes(value: number): Uint8Array {
  if ((Number.isSafeInteger(value) && !Object.is(value, -0)) || isLargeInteger(value))
    return integerBytes(BigInt(value));
  const bytes = Buffer.alloc(9);
  bytes[0] = OP.BINFLOAT;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function integerBytes(value: bigint): Uint8Array {
  if (BigInt.asIntN(32, value) === value) {
    const bytes = Buffer.alloc(5);
    bytes[0] = OP.BININT;
    bytes.writeInt32LE(Number(value), 1);
    return bytes;
  }
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length++;
  const digits = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, "0");
  const head = Buffer.alloc(5);
  head[0] = OP.LONG4;
  head.writeUInt32LE(length, 1);
  return Buffer.concat([head, Buffer.from(digits, "hex").reverse()]);
}
