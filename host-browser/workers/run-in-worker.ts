import { UsageError } from "../../core/errors/index.ts";
import { unknownNames } from "../../core/errors/unknown-names.ts";
import { Turns } from "../../core/turns.ts";
import type { WorkerModule } from "./worker-module.ts";
import { WorkerRun, type WorkerRunRequest } from "./worker-run.ts";

const NAMES: readonly string[] = [
  "command",
  "configUpdates",
  "namedConfigs",
  "observers",
  "signal",
  "info",
  "metaInfo",
  "options",
];

/**
 * Runs the experiment of a module in a worker of its own: the one whose `automain` (else `main`) was called last.
 *
 * @param module a function that starts the worker, `{ url }`, or `{ source, filename }`
 * @returns at once; `result` settles when the run is over
 * @throws {UsageError} if the request has an unknown entry
 * @example
 * ```ts
 * const run = runInWorker(() => new Worker(new URL("./svm.ts", import.meta.url), { type: "module" }), {
 *   configUpdates: { c: 10 },
 *   observers: [new IndexedDbObserver()],
 * });
 * document.body.append(run.show());
 * for await (const text of run.stdout) terminal.append(text);
 * console.log(await run.result);
 * ```
 */
export function runInWorker(module: WorkerModule, request: WorkerRunRequest = {}): WorkerRun {
  assertRequest(request);
  return new WorkerRun(module, request, Promise.resolve());
}

export interface SweepOptions {
  /** how many runs go on at the same time; by default as many as the machine has logical processors */
  readonly workers?: number;
}

/**
 * Runs the experiment of a module once for each request, as many at a time as the machine has processors for.
 *
 * @returns all runs at once, in the order of the requests; those whose turn hasn't come yet wait
 * @throws {UsageError} if a request has an unknown entry, or `workers` isn't a number from 1 on
 * @example
 * ```ts
 * const runs = sweep({ url: "./svm.js" }, [0.1, 1, 10].map((c) => ({ configUpdates: { c }, observers: [observer] })));
 * const outcomes = await Promise.allSettled(runs.map((run) => run.result));
 * ```
 */
export function sweep(
  module: WorkerModule,
  requests: readonly WorkerRunRequest[],
  options: SweepOptions = {},
): WorkerRun[] {
  assertNames("A sweep", options, ["workers"]);
  const { workers = navigator.hardwareConcurrency } = options;
  if (!Number.isInteger(workers) || workers < 1)
    throw new UsageError(`workers has to be a number from 1 on, but was ${String(workers)}.`);
  requests.forEach(assertRequest);
  const turns = new Turns(workers);
  return requests.map((request) => {
    const run = new WorkerRun(module, request, turns.next());
    void run.over.then(() => turns.free());
    return run;
  });
}

function assertRequest(request: WorkerRunRequest): void {
  assertNames("A run in a worker", request, NAMES);
}

function assertNames(what: string, options: object, names: readonly string[]): void {
  const mistake = unknownNames(what, options, names);
  if (mistake !== undefined) throw new UsageError(mistake);
}
