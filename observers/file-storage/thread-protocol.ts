import type { MessagePort } from "node:worker_threads";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";

/** What the helper thread is given for the folder of a run. */
export interface ThreadSetup {
  readonly dir: string;
  /** of ThreadMessages. A port of its own: Deno reads none from a parentPort that nobody listens to */
  readonly messages: MessagePort;
  /** shared words, see CONTROL, and behind them LogProgress */
  readonly control: SharedArrayBuffer;
  readonly beatIntervalSeconds: number;
  /** NaN and the infinities become null */
  readonly strictJson: boolean;
  /** the run is over: there are no heartbeats any more */
  readonly isFinishing: boolean;
}

export type ThreadMessage =
  /** @see MetricLogWriter.addChunk */
  | { readonly kind: "chunk"; readonly chunk: MetricChunk; readonly start: number }
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
  ENTRY_LOCK: 0,
  /** 1 while somebody writes the metric log */
  LOG_LOCK: 1,
  /** grows with each run.json that the main thread writes */
  VERSION: 2,
  /** a count that grows to wake the thread */
  WAKE: 3,
  /** what the thread shall do: see COMMAND */
  COMMAND: 4,
  /** the last command that the thread has carried out */
  DONE: 5,
  /** a count that grows when something has been stored: see LogProgress */
  STORED: 6,
  /** a count that grows with each turn of the thread */
  TURNS: 7,
  /** see FAILED */
  FAILED: 8,
} as const;

export const CONTROL_WORDS: number = 10;

/** What the thread could not do in its last turn. */
export const FAILED = {
  NOTHING: 0,
  /** the points are in the log, at least */
  METRICS_JSON: 1,
  LOG: 2,
} as const;

export const COMMAND = {
  /** store what there is, now */
  FLUSH: 1,
  /** store everything, write metrics.json, end with this run; no heartbeats from then on */
  FINISH: 2,
  /** there is nothing to store: end with this run, and touch nothing of it any more */
  LEAVE: 3,
} as const;

/** A mutex between threads. @returns whether it could be had in time */
export function lock(control: Int32Array, word: number, timeoutMilliseconds: number): boolean {
  const end = 1000 * process.uptime() + timeoutMilliseconds;
  while (Atomics.compareExchange(control, word, 0, 1) !== 0) {
    const left = end - 1000 * process.uptime();
    if (left <= 0) return false;
    Atomics.wait(control, word, 1, left);
  }
  return true;
}

export function unlock(control: Int32Array, word: number): void {
  Atomics.store(control, word, 0);
  Atomics.notify(control, word, 1);
}
