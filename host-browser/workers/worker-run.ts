import { transfer, wrap, type Remote } from "comlink";
import { ObserverError, RunError, SacredInterrupt, UsageError } from "../../core/errors/index.ts";
import { fromPortable } from "../../core/errors/portable-error.ts";
import type { RunRequest } from "../../core/experiment/requested-run.ts";
import { failTrace } from "../../core/run/fail-trace.ts";
import type { FinalEvent, RunId, RunObserver } from "../../core/run/observer.ts";
import type { RunStatus } from "../../core/run/run.ts";
import { runText } from "../../core/show/run-text.ts";
import { showElement } from "../show/notebook.ts";
import { greet } from "./greet.ts";
import { lockIsFree } from "./life-lock.ts";
import { LiveRun, type MetricsNews } from "./live-run.ts";
import type { LiveStream } from "./live-stream.ts";
import { inOwnLines } from "./own-lines.ts";
import { type ObserverWay, waysOf } from "./observer-ways.ts";
import type { Controls, Outcome } from "./protocol.ts";
import { watchWorker, type WorkerWatch } from "./watch-worker.ts";
import { type ModuleWorker, startModuleWorker, type WorkerModule } from "./worker-module.ts";

/** What a run in a worker is started with. */
export interface WorkerRunRequest extends Omit<RunRequest, "commandName"> {
  /** the main function's by default */
  readonly command?: string | undefined;
  /** told about the run wherever they are; one that stores in a worker of its own is told directly */
  readonly observers?: readonly RunObserver[] | undefined;
  /** stops the run when it aborts */
  readonly signal?: AbortSignal | undefined;
}

/** A worker that doesn't answer for so long is inside of code that holds its thread. */
const HELD_MILLISECONDS = 300;
/** How long a run that has heard that it is to stop may take for that. */
const ENDING_MILLISECONDS = 5000;

/** A run in a worker, as the page sees it. */
export class WorkerRun {
  readonly #live: LiveRun;
  /** What the command returned. Rejects with its own error, and with a `SacredInterrupt` if the run was stopped. */
  readonly result: Promise<unknown>;
  #settle!: { resolve(result: unknown): void; reject(error: unknown): void };
  /** resolves when the run is over, however it ended */
  readonly over: Promise<void>;
  #isOver: boolean = false;
  #module: ModuleWorker | undefined = undefined;
  #controls: Remote<Controls> | undefined = undefined;
  #ways: readonly ObserverWay[] = [];
  #stopping: Promise<void> | undefined = undefined;

  /** For `runInWorker` and `sweep`: waits for `turn` before it starts its worker. */
  constructor(module: WorkerModule, request: WorkerRunRequest, turn: Promise<void>) {
    this.#live = new LiveRun(request.command ?? "main");
    this.result = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.over = this.result.then(
      () => undefined,
      () => undefined,
    );
    const { signal } = request;
    const abort = (): void => void this.stop().catch((error: unknown) => console.error(String(error)));
    signal?.addEventListener("abort", abort, { once: true });
    void this.over.then(() => signal?.removeEventListener("abort", abort));
    if (signal?.aborted === true) abort();
    void turn.then(() => this.#work(module, request));
  }

  /** given by the first observer that can; null until the run has begun */
  get id(): RunId | null {
    return this.#live.id;
  }

  /** the settled configuration; empty until the run has begun */
  get config(): Readonly<Record<string, unknown>> {
    return this.#live.facts.config;
  }

  /** What is printed, piece by piece. A line that is rewritten begins with a carriage return, as in a terminal. */
  get stdout(): LiveStream<string> {
    return this.#live.stdout;
  }

  /** The points that are logged, in batches. */
  get metrics(): LiveStream<MetricsNews> {
    return this.#live.metrics;
  }

  /** The info dictionary, whenever there is news of the run. */
  get info(): LiveStream<Readonly<Record<string, unknown>>> {
    return this.#live.info;
  }

  /** RUNNING, and how the run has ended. */
  get status(): LiveStream<RunStatus> {
    return this.#live.status;
  }

  /**
   * Interrupts the run: its status becomes INTERRUPTED, and observers are told its end. One that doesn't let go of its thread
   * is ended with its worker; everything that has reached the observers stays.
   *
   * @throws {ObserverError} if an observer could not store all of that
   */
  stop(): Promise<void> {
    // Whoever stops a run knows how it ends.
    this.result.catch(() => undefined);
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** An element with configuration, metrics and output, which goes on with the run. */
  show(): HTMLElement {
    return showElement(() => Promise.resolve(() => this.#live.facts));
  }

  /** In a few lines: name, status, duration, result, the last point of each metric. */
  toString(): string {
    return runText(this.#live.facts);
  }

  async #work(module: WorkerModule, request: WorkerRunRequest): Promise<void> {
    if (this.#isOver) return;
    try {
      this.#module = startModuleWorker(module);
      this.#live.nameAfter(this.#module.address ?? this.#module.source?.file ?? "");
      const watch = watchWorker(this.#module, () => this.#live.hasBegun);
      const outcome = await Promise.race([this.#start(this.#module, watch, request), watch.failed]);
      if ("result" in outcome) {
        await this.#end(outcome);
        return;
      }
      const { thrown } = outcome;
      // As it was thrown: where it is shown, its lines are looked up, and a second time would lead elsewhere.
      await this.#end({ error: fromPortable(await inOwnLines(thrown)) }, failure(fromPortable(thrown)));
    } catch (error) {
      await this.#end({ error });
    }
  }

  async #start({ worker, source }: ModuleWorker, watch: WorkerWatch, request: WorkerRunRequest): Promise<Outcome> {
    const port = await greet(worker, () => watch.isGone || this.#isOver);
    const { observers = [], command, signal: _signal, ...rest } = request;
    const feed = new MessageChannel();
    const heardAll = this.#live.listen(feed.port1);
    this.#ways = waysOf(observers);
    const workerRequest = {
      request: { ...rest, commandName: command },
      observers: this.#ways.map(({ port: way, priority, name }) => ({ port: way, priority, name })),
      feed: feed.port2,
      source,
    };
    const controls = wrap<Controls>(port);
    this.#controls = controls;
    // Pages of plain HTTP have no crypto.randomUUID.
    const lock = `sacred-ts worker ${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
    const gone = controls.live(lock).then(() => lockIsFree(lock));
    const ports = [feed.port2, ...this.#ways.map(({ port: way }) => way)];
    try {
      const outcome = await Promise.race([controls.start(transfer(workerRequest, ports)), gone]);
      if (outcome === undefined) throw new RunError("The worker of the run is gone: it has closed itself, or crashed.");
      await heardAll;
      return outcome;
    } catch (error) {
      if (error instanceof RunError) throw error;
      throw new UsageError(`The run's request can't be sent to a worker: ${String(error)}`, { cause: error });
    }
  }

  async #stop(): Promise<void> {
    if (this.#isOver) return;
    const reason = "The run was stopped by its page.";
    if (this.#controls !== undefined) {
      const heard = this.#controls.interrupt(reason).catch(() => false);
      const hasHeard = await Promise.race([heard, this.over, after(HELD_MILLISECONDS)]);
      if (hasHeard === true) await Promise.race([this.over, after(ENDING_MILLISECONDS)]);
    }
    if (this.#isOver) return;
    this.#module?.worker.terminate();
    const event: FinalEvent = ["interruptedEvent", { interruptTime: new Date(), status: "INTERRUPTED" }];
    if (this.#live.hasBegun) this.#live.noteEnd(event);
    else this.#live.status.push("INTERRUPTED");
    const unstored = await this.#end({ error: new SacredInterrupt(reason) }, event);
    if (unstored !== undefined) throw unstored;
  }

  /**
   * @param event what observers are told if the worker has not
   * @returns what `result` rejects with if an observer could not store everything
   */
  async #end(
    outcome: { readonly result: unknown } | { readonly error: unknown },
    event?: FinalEvent,
  ): Promise<ObserverError | undefined> {
    if (this.#isOver) return undefined;
    this.#isOver = true;
    this.#module?.worker.terminate();
    const last = event ?? failure("error" in outcome ? outcome.error : new RunError("The worker is gone."));
    const ended = await Promise.allSettled(this.#ways.map((way) => way.end(last)));
    const unstored = ended.flatMap((end) => (end.status === "rejected" ? [notStored(end.reason)] : [])).at(0);
    // A worker that is gone has not told its end, and one whose module can't be loaded nothing at all.
    const { latest } = this.#live.status;
    if ("error" in outcome && (latest === undefined || latest === "RUNNING")) this.#live.noteEnd(last);
    this.#live.end("result" in outcome ? outcome.result : null);
    if (unstored !== undefined) this.#settle.reject(unstored);
    else if ("error" in outcome) this.#settle.reject(outcome.error);
    else this.#settle.resolve(outcome.result);
    return unstored;
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

function notStored(cause: unknown): ObserverError {
  return new ObserverError(`Not all of the run could be stored: ${String(cause)}`, { cause });
}

function failure(error: unknown): FinalEvent {
  return ["failedEvent", { failTime: new Date(), failTrace: failTrace(error) }];
}
