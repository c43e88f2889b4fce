import type { MessagePort } from "node:worker_threads";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";
import type { LogToResume } from "./metric-log-writer.ts";

/** What the helper thread is given for the folder of a run. */
export interface ThreadSetup {
  readonly dir: string;
  /** of ThreadMessages. A port of its own: Deno reads none from a parentPort that nobody listens to */
  readonly messages: MessagePort;
  /** shared words, see CONTROL */
  readonly control: SharedArrayBuffer;
  readonly beatIntervalSeconds: number;
  /** NaN and the infinities become null */
  readonly strictJson: boolean;
  /** what a thread before this one has stored, which died */
  readonly resume?: LogToResume | undefined;
}

export type ThreadMessage =
  | { readonly kind: "chunk"; readonly chunk: MetricChunk }
  | { readonly kind: "name"; readonly id: number; readonly name: string }
  /** the main thread has written this run.json */
  | { readonly kind: "entry"; readonly entry: string; readonly version: number };

/** What the thread answers. */
export type ThreadAnswer =
  /** why nothing could be stored in this turn; undefined: it works again */
  | { readonly kind: "failure"; readonly reason: string | undefined }
  /** to COMMAND.FINISH; false: something could not be stored, and the thread goes on trying */
  | { readonly kind: "finished"; readonly isStored: boolean }
  /** to COMMAND.LEAVE */
  | { readonly kind: "left" };

/** Places in the shared words. */
export const CONTROL = {
  /** 1 while somebody writes run.json */
  LOCK: 0,
  /** grows with each run.json that the main thread writes */
  VERSION: 1,
  /** a count that grows to wake the thread */
  WAKE: 2,
  /** what the thread shall do: see COMMAND */
  COMMAND: 3,
  /** the last command that the thread has carried out */
  DONE: 4,
  /** chunks that the thread has stored whole */
  STORED_CHUNKS: 5,
  /** 1 if the thread could not store the metrics in its last turn */
  FAILED: 6,
  /** grows with each turn of the thread: it lives */
  TURNS: 7,
} as const;

export const CONTROL_WORDS: number = 8;
/** Behind the words, in eight bytes: how many bytes of the log hold what is stored. */
export const CONTROL_BYTES: number = 4 * CONTROL_WORDS + 8;

export function storedBytes(control: ThreadSetup["control"]): BigInt64Array {
  return new BigInt64Array(control, 4 * CONTROL_WORDS, 1);
}

export const COMMAND = {
  /** store what there is, now */
  FLUSH: 1,
  /** store everything, write metrics.json, end with this run; no heartbeats from then on */
  FINISH: 2,
  /** there is nothing to store: end with this run, and touch nothing of it any more */
  LEAVE: 3,
} as const;

/** A mutex between threads. @returns whether it could be had in time */
export function lock(control: Int32Array, timeoutMilliseconds: number): boolean {
  const end = 1000 * process.uptime() + timeoutMilliseconds;
  while (Atomics.compareExchange(control, CONTROL.LOCK, 0, 1) !== 0) {
    const left = end - 1000 * process.uptime();
    if (left <= 0) return false;
    Atomics.wait(control, CONTROL.LOCK, 1, left);
  }
  return true;
}

export function unlock(control: Int32Array): void {
  Atomics.store(control, CONTROL.LOCK, 0);
  Atomics.notify(control, CONTROL.LOCK, 1);
}
