import type { PortableThrown } from "../../../core/errors/portable-error.ts";
import type { FinalEvent } from "../../../core/run/observer.ts";

/** What messages, and the developer tools, call the worker. */
export const STORING_WORKER_NAME = "sacred-ts storage";

/** One run that is to be stored; its events come by a port of its own. */
export interface RecorderRequest {
  readonly recorder: number;
  readonly database: string;
  /** the page's address */
  readonly page: string;
  readonly beatIntervalSeconds: number | undefined;
  readonly strictJson: boolean;
}

/** To whoever stores. */
export type StorageRequest =
  | ({ readonly kind: "open"; readonly port: MessagePort } & RecorderRequest)
  /** a run whose worker is gone */
  | { readonly kind: "end"; readonly recorder: number; readonly event: FinalEvent };

/** And back. */
export type StorageAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "warning"; readonly recorder: number; readonly message: string }
  /** the run has ended, and all of it is stored */
  | { readonly kind: "closed"; readonly recorder: number }
  | { readonly kind: "ended"; readonly recorder: number; readonly error?: PortableThrown };

/** A worker, or the end of a channel in the same realm. */
export interface StoragePort {
  postMessage(message: StorageRequest, transfer: Transferable[]): void;
  /** a worker's */
  terminate?(): void;
}
