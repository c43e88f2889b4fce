import type { LiteralReader } from "./literal-reader.ts";

const PREFIXED = /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+/y;
const FLOAT = /(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?/y;
const DECIMAL = /^(?:0(?:_?0)*|[1-9](?:_?\d)*)$/;

/** Python converts no longer integers to text (sys.get_int_max_str_digits). */
export const PYTHON_DIGITS: number = 4300;

/**
 * A number with its sign. Complex numbers are no configuration values.
 *
 * @throws {SyntaxError}
 */
export function readNumber(reader: LiteralReader): number | string {
  // literal_eval takes one sign; in `--1` it finds no literal.
  const negative = reader.skip("-");
  if (!negative) reader.skip("+");
  const digits = reader.match(PREFIXED) ?? reader.match(FLOAT);
  if (digits === undefined || digits === "" || digits === ".") throw new SyntaxError(`number expected at ${reader.at}`);
  if (/[\w.]/.test(reader.text[reader.at] ?? "")) throw new SyntaxError(`number ends badly at ${reader.at}`);
  reader.skipBlanks();
  const plain = digits.replaceAll("_", "");
  if (/^0[xXoObB]/.test(plain) || /^\d+$/.test(plain)) return readInteger(reader, digits, plain, negative);
  return negative ? -Number(plain) : Number(plain);
}

function readInteger(reader: LiteralReader, written: string, plain: string, negative: boolean): number | string {
  // Python refuses 012, which once was octal.
  if (/^\d/.test(plain) && !/^0[xXoObB]/.test(plain) && !DECIMAL.test(written)) throw new SyntaxError("leading zeros");
  const value = negative ? -BigInt(plain) : BigInt(plain);
  const asNumber = Number(value);
  if (Number.isFinite(asNumber) && BigInt(asNumber) === value) return asNumber;
  const text = value.toString();
  if (text.length > PYTHON_DIGITS) throw new SyntaxError("too many digits");
  reader.hasLargeInteger = true;
  return text;
}
