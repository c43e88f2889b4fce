import { RunError, UnsupportedError } from "../../core/errors/index.ts";
import { explainFailure } from "./explain-failure.ts";
import { ownPlace } from "./own-lines.ts";
import { addressRefused, blobRefused, type ModuleWorker } from "./worker-module.ts";

/** How long a worker whose module has thrown something may take to tell more about that than the browser does. */
const TELLING_MILLISECONDS = 1000;

/** What Chromium, Firefox and Safari say of a module that a script imports and that isn't there. */
const NOT_LOADED = /dynamically imported module|Importing a module script failed/;

export interface WorkerWatch {
  readonly isGone: boolean;
  /** rejects when the worker can't go on */
  readonly failed: Promise<never>;
}

/**
 * Watches for what a browser tells of a worker: a module that can't be loaded, or throws while it is imported, and what nobody caught.
 *
 * @param hasBegun whether the run has
 */
export function watchWorker({ worker, address, source }: ModuleWorker, hasBegun: () => boolean): WorkerWatch {
  let isGone = false;
  let refused: string | undefined;
  const isBlob = address === undefined ? source !== undefined : new URL(address).origin !== globalThis.origin;
  // The page may start others at the same time.
  const onViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent): void => {
    if (isBlob && blockedURI === "blob") refused = blobRefused("The worker");
    if (effectiveDirective === "worker-src" && blockedURI === address) refused = addressRefused(address);
  };
  document.addEventListener("securitypolicyviolation", onViolation);
  const failed = new Promise<never>((_resolve, reject) => {
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      isGone = true;
      document.removeEventListener("securitypolicyviolation", onViolation);
      if (event instanceof ErrorEvent && event.message !== "" && !NOT_LOADED.test(event.message)) {
        void thrown(event, hasBegun()).then((error) => setTimeout(() => reject(error), TELLING_MILLISECONDS));
        return;
      }
      if (refused !== undefined) return reject(new UnsupportedError(refused));
      void explain(address, source).then(reject);
    });
  });
  failed.catch(() => undefined);
  return {
    get isGone() {
      return isGone;
    },
    failed,
  };
}

async function thrown({ message, filename, lineno, colno }: ErrorEvent, hasBegun: boolean): Promise<RunError> {
  const what = hasBegun
    ? "Nobody caught what the worker threw"
    : "The worker's module threw an error while it was imported";
  const place = await ownPlace(filename, lineno, colno);
  return new RunError(`${what}: ${message.replace(/^Uncaught /, "")} (${place})`);
}

async function explain(address: string | undefined, source: ModuleWorker["source"]): Promise<RunError> {
  const known = address ?? source?.file;
  const why = known === undefined ? undefined : await explainFailure(known, source);
  return new RunError(
    why === undefined
      ? `The worker's module${known === undefined ? "" : ` (${known})`} could not be loaded: it, or what it imports, isn't there, or has no export that is asked for. The browser's console may tell more.`
      : `The worker's module could not be loaded: ${why}`,
  );
}
