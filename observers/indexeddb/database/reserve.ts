import type { RunId } from "../../../core/run/observer.ts";
import type { WriteTransaction } from "./schema.ts";

/** No file is called so: the text of a run that only takes up room, for its last event. */
export const RESERVE = "";

/** What Chromium lets a site store beyond its quota before it notices has to fit in, too. */
const BYTES = 1 << 17;
/** More are not given at once. */
const RANDOM_BYTES = 1 << 16;

/**
 * Keeps room for the end of a run, which is given back when it ends. Where the storage is full by then, it is given back
 * first, in a transaction of its own: in one with the end it would free nothing.
 */
export async function keepReserve(transaction: WriteTransaction, run: RunId): Promise<void> {
  const room = new Uint8Array(BYTES);
  // Browsers compress what they store: chance can't be.
  for (let at = 0; at < BYTES; at += RANDOM_BYTES) crypto.getRandomValues(room.subarray(at, at + RANDOM_BYTES));
  await transaction.objectStore("texts").put({ text: "", room }, [run, RESERVE]);
}

export async function dropReserve(transaction: WriteTransaction, run: RunId): Promise<void> {
  await transaction.objectStore("texts").delete([run, RESERVE]);
}
