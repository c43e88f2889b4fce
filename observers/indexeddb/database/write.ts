import { ObserverError } from "../../../core/errors/index.ts";
import { describeSpace } from "./space.ts";
import type { RunsDatabase, StoreName, WriteTransaction } from "./schema.ts";

/**
 * Writes in one transaction: all of it is stored when this resolves, or nothing.
 *
 * @param durability "strict": survives loss of power, and waits for the disk; "relaxed": survives the death of the browser
 * @param work awaits nothing but the transaction
 * @throws {ObserverError} if the browser's storage is full, and whatever `work` throws
 */
export async function write<T>(
  database: RunsDatabase,
  stores: readonly StoreName[],
  durability: IDBTransactionDurability,
  work: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction([...stores], "readwrite", { durability });
  // Told below; what `work` throws may come first.
  transaction.done.catch(() => undefined);
  try {
    const result = await work(transaction);
    // A full disk is noticed here only: every put() before has succeeded.
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    const reason = await transaction.done.then(
      () => error,
      () => transaction.error ?? error,
    );
    throw isQuotaExceeded(reason) || isQuotaExceeded(error) ? await full(reason) : error;
  }
}

function abort(transaction: WriteTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has been aborted already.
  }
}

/** Is it what `write` throws where the browser's storage is full? */
export function isFull(error: unknown): boolean {
  return error instanceof ObserverError && isQuotaExceeded(error.cause);
}

/** May what has failed so work later? Not where the run is gone, or what it has given can't be read. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ObserverError) return error.cause !== undefined;
  return error instanceof DOMException && !HOPELESS.has(error.name);
}

const HOPELESS: ReadonlySet<string> = new Set(["NotFoundError", "NotReadableError", "DataCloneError"]);

/** By its name: in new browsers it is a class of its own. */
function isQuotaExceeded(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

async function full(cause: unknown): Promise<ObserverError> {
  return new ObserverError(
    `The browser's storage for this site is full (${await describeSpace()}). What was stored is kept; what comes now is kept in memory and tried again as long as this page is open. Make room: export runs and delete them (IndexedDbReader), or free space on the disk.`,
    { cause },
  );
}
