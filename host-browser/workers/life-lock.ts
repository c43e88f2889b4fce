/**
 * A Web Lock tells when a worker is gone: one that closes itself, or whose process dies, fires no event. Without locks (frames of
 * opaque origin) that stays unknown.
 */

/** In the worker: holds the lock until the worker is gone. Resolves when it is held. */
export function holdLock(name: string): Promise<void> {
  return new Promise((resolve) => {
    const hold = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    request(name, hold).catch(() => resolve());
  });
}

/** In the page: resolves when nobody holds the lock any more; never where that can't be known. */
export function lockIsFree(name: string): Promise<void> {
  return new Promise((resolve) => {
    request(name, () => resolve()).catch(() => undefined);
  });
}

/** Async: where there are no locks, this rejects. */
async function request(name: string, work: () => void | Promise<never>): Promise<void> {
  await navigator.locks.request(name, work);
}
