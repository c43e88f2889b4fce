/** The longest integer that is read, in digits or bytes: Python, too, refuses to write longer ones as text. */
const INTEGER_LIMIT = 4300;

/** A decimal integer of protocol 0: "12", with "L" behind it where Python 2 wrote a long. */
export function decimalInteger(text: string): bigint {
  const digits = text.trim().replace(/L$/, "");
  if (!/^[+-]?\d+$/.test(digits)) throw new SyntaxError(`${JSON.stringify(text.slice(0, 40))} is no integer`);
  checkLength(digits.length);
  return BigInt(digits.replace(/^\+/, ""));
}

/** An integer in two's complement, little-endian (Python's decode_long). */
export function twosComplement(bytes: Uint8Array): bigint {
  checkLength(bytes.length);
  let hex = "";
  for (const byte of bytes) hex = byte.toString(16).padStart(2, "0") + hex;
  return hex === "" ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
}

/** A float of protocol 0, by Python's repr. */
export function decimalFloat(text: string): number {
  const word = text.trim().toLowerCase();
  if (word === "nan") return Number.NaN;
  if (/^-?inf$/.test(word)) return word === "inf" ? Infinity : -Infinity;
  const value = Number(word);
  if (word === "" || Number.isNaN(value)) throw new SyntaxError(`${JSON.stringify(text.slice(0, 40))} is no number`);
  return value;
}

/** Protocol 0 writes what Latin-1 lacks as \uXXXX or \UXXXXXXXX (Python's raw-unicode-escape), a backslash as \u005c. */
export function unescapeUnicode(text: string): string {
  return text.replace(/\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})/g, (_whole, short?: string, long?: string) => {
    const code = Number.parseInt(short ?? long ?? "", 16);
    if (code > 0x10ffff) throw new SyntaxError("a text has a character beyond Unicode");
    return String.fromCodePoint(code);
  });
}

function checkLength(length: number): void {
  if (length > INTEGER_LIMIT) throw new SyntaxError(`it holds an integer of more than ${INTEGER_LIMIT} digits`);
}
