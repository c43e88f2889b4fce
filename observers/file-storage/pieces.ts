import { closeSync, openSync, readSync, statSync } from "node:fs";
import { ObserverError } from "../../core/errors/index.ts";

/** Texts of more than 128 kB are large objects to V8, which it frees late. */
const PIECE_BYTES = 1 << 16;

/** The bytes of a file, or a part of it, piece by piece: a piece is good until the next one is asked for. */
export function* piecesOf(
  path: string,
  from: number = 0,
  to: number = Number.POSITIVE_INFINITY,
): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    for (let position = from; position < to;) {
      const read = readSync(file, buffer, 0, Math.min(PIECE_BYTES, to - position), position);
      if (read === 0) return;
      position += read;
      yield buffer.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

/** Bytes of UTF-8 as text, piece by piece. */
export function* decoded(pieces: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (const bytes of pieces) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/**
 * All of it as one text.
 *
 * @param path where it stands
 * @param advice what to do if it is too long
 * @throws {ObserverError} if it is longer than a text can be
 */
export function joined(pieces: Iterable<string>, path: string, advice: string): string {
  let whole = "";
  try {
    for (const piece of pieces) whole += piece;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ObserverError(`${path} holds more than fits into one text (2^29 characters): ${advice}.`, {
      cause: error,
    });
  }
  return whole;
}

/** In bytes; undefined if there is no such file. */
export function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
