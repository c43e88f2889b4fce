import { invalidFile, placeAt } from "./format.ts";

/** The longest integer that is read: Python's json refuses longer ones, too, and converting them takes minutes. */
const TOO_MANY_DIGITS = /(?:^|[\s,:=[{+-])\d[\d_]{4300}/;

/**
 * The text of a file, without a byte order mark.
 *
 * @throws {ConfigFileError} where it isn't UTF-8 (replacing what can't be read would change the configuration unseen), and
 * for endless integers
 */
export function decodeText(bytes: Uint8Array, file: string, name: string): string {
  const text = decode(bytes, file, name);
  const digits = TOO_MANY_DIGITS.exec(text);
  if (digits === null) return text;
  throw invalidFile(file, name, "it holds an integer of more than 4300 digits.", placeAt(text, digits.index + 1));
}

function decode(bytes: Uint8Array, file: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const lenient = new TextDecoder("utf-8").decode(bytes);
    const offset = lenient.indexOf("\u{FFFD}");
    throw invalidFile(file, name, "it isn't encoded in UTF-8.", placeAt(lenient, offset), cause);
  }
}
