import type { RunId } from "../../../core/run/observer.ts";
import type { OutputIncrement } from "../../../core/run/terminal-text.ts";
import type { WriteTransaction } from "./schema.ts";

/** UTF-16 units; a beat rewrites at most one such piece. */
const PIECE_UNITS = 1 << 16;

/** Replaces everything that a run has printed from an offset on. */
export async function replaceOutput(
  transaction: WriteTransaction,
  run: RunId,
  { offset, text }: OutputIncrement,
): Promise<void> {
  const store = transaction.objectStore("output");
  await store.delete(IDBKeyRange.bound([run, offset], [run, []]));
  const last = await store.openCursor(IDBKeyRange.bound([run], [run, offset]), "prev");
  const start = last === null ? 0 : Number(last.key[1]);
  const kept = last === null ? "" : last.value.text.slice(0, offset - start);
  await addOutput(transaction, run, kept + text, start);
}

/** Stores what a run has printed from the place of a piece on. */
export async function addOutput(transaction: WriteTransaction, run: RunId, text: string, start = 0): Promise<void> {
  const store = transaction.objectStore("output");
  await Promise.all(Array.from(pieces(text), ([at, piece]) => store.put({ text: piece }, [run, start + at])));
}

function* pieces(text: string): Generator<[at: number, piece: string]> {
  for (let at = 0; at < text.length;) {
    // A character of two units stays whole: pieces are turned into UTF-8 one by one.
    const isHalf = isHighSurrogate(text.charCodeAt(at + PIECE_UNITS - 1)) && at + PIECE_UNITS < text.length;
    const piece = text.slice(at, at + PIECE_UNITS - (isHalf ? 1 : 0));
    yield [at, piece];
    at += piece.length;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
