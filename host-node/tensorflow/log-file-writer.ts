/// <reference lib="esnext.disposable" preserve="true" />
import { NoActiveRunError, RunError } from "../../core/errors/index.ts";
import type { Run } from "../../core/run/run.ts";
import { findTensorFlow } from "./find-tensorflow.ts";
import { type TensorFlowNode, watchSummaryCalls } from "./summary-calls.ts";

/** A wrapper for functions, a decorator of methods, and (inside a run) a scope for `using`. */
export interface LogFileWriter extends Disposable {
  <F extends (...args: never[]) => unknown>(fn: F, context?: unknown): F;
}

type WatchedRun = Pick<Run, "status" | "info" | "isElsewhere">;

interface RunningExperiment {
  readonly currentRun: WatchedRun;
}

/**
 * Notes the log folders of the writers that `tf.node.summaryFileWriter(logdir)` makes, exactly as passed, in
 * `run.info.tensorflow.logdirs` (Sacred's LogFileWriter).
 *
 * As a wrapper it watches while the function runs, until its promise settles; as a `using` scope from here to the end of the
 * block. Overlapping runs don't mix.
 *
 * @param tf the namespace of @tensorflow/tfjs-node; by default what the program itself would import
 * @throws {RunError | NoActiveRunError} unless a run is RUNNING: when the wrapped function is called, or where the scope begins
 * @example
 * ```ts
 * ex.automain(logFileWriter(ex)(async ({ epochs }) => {
 *   const writer = tf.node.summaryFileWriter("/tmp/1"); // run.info.tensorflow.logdirs is ["/tmp/1"]
 * }));
 * ex.main(({ epochs }) => {
 *   using watching = logFileWriter(ex);
 *   const writer = tf.node.summaryFileWriter("./test");
 * });
 * ```
 */
export function logFileWriter(ex: RunningExperiment, tf?: TensorFlowNode): LogFileWriter {
  // Nobody says whether this is going to be a scope or a wrapper: a run that is there decides for a scope.
  let close = runOf(ex)?.status === "RUNNING" ? watch(ex, tf) : undefined;
  let isWrapper = false;
  const wrap = <F extends (...args: never[]) => unknown>(fn: F): F => {
    isWrapper = true;
    close?.();
    close = undefined;
    return wrapped(fn, () => watch(ex, tf));
  };
  const dispose = (): void => {
    close?.();
    close = undefined;
  };
  return Object.defineProperty(Object.assign(wrap, { [Symbol.dispose]: dispose }), Symbol.dispose, {
    // `using` asks for it where the scope begins.
    get() {
      if (close === undefined && !isWrapper) requireRunning(ex);
      return dispose;
    },
  });
}

function wrapped<F extends (...args: never[]) => unknown>(fn: F, open: () => () => void): F {
  const wrapper = new Proxy(fn, {
    // Captured functions are read: the text of a proxy says nothing about entries.
    get: (target, key, receiver): unknown =>
      key === "toString" ? () => String(target) : Reflect.get(target, key, receiver),
    apply(target, self, args) {
      const close = open();
      let result: unknown;
      try {
        result = Reflect.apply(target, self, args);
      } catch (error) {
        close();
        throw error;
      }
      if (result instanceof Promise) return result.finally(close);
      close();
      return result;
    },
  });
  return wrapper;
}

/** Starts to watch; the result ends it. */
function watch(ex: RunningExperiment, tf: TensorFlowNode = findTensorFlow()): () => void {
  const run = requireRunning(ex);
  const stop = watchSummaryCalls(tf, (logdir) => {
    if (run.status !== "RUNNING") stop();
    else if (!run.isElsewhere && runOf(ex) === run) note(run.info, logdir);
  });
  return stop;
}

function note(info: Record<string, unknown>, logdir: string): void {
  const known = info["tensorflow"];
  const tensorflow: object = typeof known === "object" && known !== null ? known : (info["tensorflow"] = {});
  const logdirs: unknown = Reflect.get(tensorflow, "logdirs");
  // TensorFlow.js has one writer for a folder, however often it is asked for.
  if (!Array.isArray(logdirs)) Reflect.set(tensorflow, "logdirs", [logdir]);
  else if (!logdirs.includes(logdir)) logdirs.push(logdir);
}

function runOf(ex: RunningExperiment): WatchedRun | undefined {
  try {
    return ex.currentRun;
  } catch (error) {
    if (error instanceof NoActiveRunError) return undefined;
    throw error;
  }
}

function requireRunning(ex: RunningExperiment): WatchedRun {
  const run = ex.currentRun;
  if (run.status === "RUNNING") return run;
  throw new RunError(
    `logFileWriter(ex) notes log folders in the info of a run that is RUNNING; this one is ${run.status ?? "not started"}. Use it in a command, or wrap the command in it.`,
  );
}
