// `sacred-ts/browser`: everything that `sacred-ts` has in a browser, and what only browsers have.

export * from "./index.ts";
export type { LiveStream } from "./workers/live-stream.ts";
export type { MetricsNews } from "./workers/live-run.ts";
export { runInWorker, sweep, type SweepOptions } from "./workers/run-in-worker.ts";
export type { WorkerModule } from "./workers/worker-module.ts";
export type { WorkerRun, WorkerRunRequest } from "./workers/worker-run.ts";
