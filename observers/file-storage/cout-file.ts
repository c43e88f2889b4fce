import { ftruncateSync, openSync, closeSync, writeSync } from "node:fs";
import type { OutputIncrement } from "../../core/run/terminal-text.ts";
import { decoded, joined, piecesOf } from "./pieces.ts";

const ENCODER = new TextEncoder();
/** One buffer for all texts: a new one each time would wait for the garbage collector, outside of the heap that it watches. */
const BYTES = new Uint8Array(1 << 16);
const MOST_BYTES_A_UNIT = 3;
const UNITS = Math.floor(BYTES.length / MOST_BYTES_A_UNIT);

/** Writes a text as UTF-8 from a position on, and gives the position after it. */
function writeText(file: number, text: string, position: number): number {
  let end = position;
  for (let unit = 0; unit < text.length;) {
    const isHalf = isHighSurrogate(text.charCodeAt(unit + UNITS - 1)) && unit + UNITS < text.length;
    const part = text.slice(unit, unit + UNITS - (isHalf ? 1 : 0));
    const { written } = ENCODER.encodeInto(part, BYTES);
    for (let done = 0; done < written;) done += writeSync(file, BYTES, done, written - done, end + done);
    unit += part.length;
    end += written;
  }
  return end;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** The file of what a run has printed. Increments count in UTF-16 units, the file in bytes of UTF-8. */
export class CoutFile {
  readonly path: string;
  /** where the last increment began */
  #units: number = 0;
  #bytes: number = 0;
  /** what stands from there on: an unfinished line may be rewritten */
  #tail: string = "";

  constructor(path: string) {
    this.path = path;
    closeSync(openSync(path, "a"));
  }

  /** @throws what the file system throws: the same may be written again, also joined with what comes next */
  write({ offset, text }: OutputIncrement): void {
    if (text === "" && offset === this.#units + this.#tail.length) return;
    const bytes = this.#bytesAt(offset);
    const file = openSync(this.path, "r+");
    try {
      ftruncateSync(file, writeText(file, text, bytes));
    } finally {
      closeSync(file);
    }
    this.#units = offset;
    this.#bytes = bytes;
    this.#tail = text;
  }

  /** @throws {ObserverError} if it is more than fits into one text */
  read(): string {
    return joined(decoded(piecesOf(this.path)), this.path, "read the file piece by piece");
  }

  #bytesAt(offset: number): number {
    if (offset >= this.#units) return this.#bytes + Buffer.byteLength(this.#tail.slice(0, offset - this.#units));
    return bytesOfUnits(this.path, offset) ?? this.#bytes;
  }
}

/** How many bytes the first `units` of a file take; undefined if it is shorter. */
export function bytesOfUnits(path: string, units: number): number | undefined {
  let [left, bytes] = [units, 0];
  for (const text of left > 0 ? decoded(piecesOf(path)) : []) {
    const part = text.slice(0, left);
    bytes += Buffer.byteLength(part);
    left -= part.length;
    if (left === 0) break;
  }
  return left === 0 ? bytes : undefined;
}
