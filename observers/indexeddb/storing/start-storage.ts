import type { StorageAnswer, StoragePort } from "./protocol.ts";
import { WORKER_WAYS } from "./worker-ways.ts";

/** A way to start the storing worker. May throw, where pages must not start such a worker. */
export type StartWorker = () => Worker | Promise<Worker>;

/**
 * Starts what stores: the worker by the first way that works, else, where a page may have no such workers (its
 * Content-Security-Policy), the same in this realm.
 *
 * @param own the user's way, tried first
 * @param listen is told all answers but the first, which says that it is ready
 */
export async function startStorage(
  own: StartWorker | undefined,
  listen: (answer: StorageAnswer) => void,
): Promise<StoragePort> {
  for (const start of own === undefined ? WORKER_WAYS : [own, ...WORKER_WAYS]) {
    try {
      return await whenReady(await start(), listen);
    } catch {
      // The next way.
    }
  }
  return inThisRealm(listen);
}

function whenReady(worker: Worker, listen: (answer: StorageAnswer) => void): Promise<StoragePort> {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error(event.message));
    };
    worker.onmessage = ({ data }: MessageEvent<StorageAnswer>) => {
      if (data.kind !== "ready") return listen(data);
      worker.onerror = null;
      resolve(worker);
    };
  });
}

async function inThisRealm(listen: (answer: StorageAnswer) => void): Promise<StoragePort> {
  const { serveStorage } = await import("./serve-storage.ts");
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<StorageAnswer>) => {
    if (data.kind !== "ready") listen(data);
  };
  serveStorage(port2);
  return port1;
}
