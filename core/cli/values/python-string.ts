import type { LiteralReader } from "./literal-reader.ts";

const OPENING = /([rR]|[uU])?("""|'''|"|')/y;

/**
 * String literals, several in a row being one. undefined if there is none here.
 *
 * @throws {SyntaxError} for one that doesn't end, and for bytes and formatted strings
 */
export function readString(reader: LiteralReader): string | undefined {
  if (/^(?:[bB][rR]?|[rR][bB]|[fF][rR]?|[rR][fF])["']/.test(reader.text.slice(reader.at, reader.at + 3))) {
    throw new SyntaxError("bytes and formatted strings are no values");
  }
  let text: string | undefined;
  while (true) {
    const opening = reader.match(OPENING);
    if (opening === undefined) return text;
    const quote = opening.replace(/^[rRuU]/, "");
    text = (text ?? "") + readBody(reader, quote, /^[rR]/.test(opening));
    reader.skipBlanks();
  }
}

function readBody(reader: LiteralReader, quote: string, raw: boolean): string {
  const start = reader.at;
  const { text } = reader;
  let end = start;
  while (!text.startsWith(quote, end)) {
    if (end >= text.length) throw new SyntaxError("unterminated string");
    if (quote.length === 1 && text[end] === "\n") throw new SyntaxError("line break in a string");
    end += text[end] === "\\" ? 2 : 1;
  }
  reader.at = end + quote.length;
  const body = text.slice(start, end).replace(/\r\n?/g, "\n");
  return raw ? body : unescape(body);
}

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** Unknown escapes keep their backslash, as in Python. */
function unescape(body: string): string {
  return body.replace(ESCAPE, (whole, octal, hex2, hex4, hex8, simple: string | undefined) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(String(octal), 8));
    const hex: unknown = hex2 ?? hex4 ?? hex8;
    if (hex !== undefined) return fromCodePoint(Number.parseInt(String(hex), 16));
    if (simple !== undefined && "xuUN".includes(simple)) throw new SyntaxError(`truncated escape \\${simple}`);
    return simple !== undefined && Object.hasOwn(SIMPLE, simple) ? (SIMPLE[simple] ?? "") : whole;
  });
}

function fromCodePoint(point: number): string {
  if (point > 0x10ffff) throw new SyntaxError("not a character");
  return String.fromCodePoint(point);
}
