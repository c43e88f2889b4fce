import { STORING_WORKER_NAME } from "./protocol.ts";
import type { StartWorker } from "./start-storage.ts";
import { workerOfText } from "./worker-of-text.ts";

/** Of workers that are to store: the file itself is their program, since there may be no other. */
const ALONE_NAME = `${STORING_WORKER_NAME}, alone`;

const OWN_ADDRESS: string = import.meta.url;

function fromOwnFile(): Worker {
  return new Worker(OWN_ADDRESS, { type: "module", name: ALONE_NAME });
}

/** Another server's file is no worker, but can be imported by one. */
function fromOtherServer(): Worker {
  return workerOfText(`import ${JSON.stringify(OWN_ADDRESS)};`, ALONE_NAME);
}

export const WORKER_WAYS: readonly StartWorker[] = [fromOwnFile, fromOtherServer];

/** Has this file been started by itself? */
export function isStoringWorker(): boolean {
  return typeof document === "undefined" && self.name === ALONE_NAME;
}
