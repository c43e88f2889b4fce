import { SacredError, SacredInterrupt } from "../errors/index.ts";
import type { CaptureMode } from "../host.ts";
import { showForLog } from "../logging/stream-logger.ts";
import type { Dict } from "../values.ts";
import { failTrace } from "./fail-trace.ts";
import type { ArtifactEvent, RunObserver } from "./observer.ts";
import { type EventName, Recorders } from "./recorders.ts";
import type { Run } from "./run.ts";
import type { RunSetup } from "./run-setup.ts";
import { formatElapsed } from "./elapsed.ts";

const CAPTURE_MODES: readonly CaptureMode[] = ["no", "sys", "fd"];

/** How a run goes: from queued or started through heartbeats to exactly one of completed, interrupted, failed. */
export class Lifecycle {
  hostInfo: Dict = {};
  #gathered: Promise<void> = Promise.resolve();
  readonly #run: Run;
  readonly #setup: RunSetup;
  #recorders: Recorders;
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;
  /** events are sent one after another, whoever sends them */
  #queue: Promise<void> = Promise.resolve();
  #interrupt: ((reason: SacredInterrupt) => void) | undefined = undefined;

  constructor(run: Run, setup: RunSetup) {
    this.#run = run;
    this.#setup = setup;
    this.#recorders = new Recorders([], run, setup.runLogger, (fn) => fn());
  }

  async execute(args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    const { realm } = this.#setup;
    realm.registry.live.add(run);
    try {
      await this.#setup.validation;
      if (run.unobserved) run.observers = [];
      run.warnIfUnobserved();
      const { context } = realm.host;
      this.#recorders = new Recorders(run.observers, run, run.runLogger, (fn) => context.exit(fn));
      run.observers = run.observers.toSorted((a, b) => b.priority - a.priority);
      const mode = this.#captureMode();
      run.runLogger.debug(`Using capture mode "${mode}"`);
      if (run.observers.length > 0) this.#gathered = this.#gather();
      return run.queueOnly ? await this.#queueUp() : await this.#observed(mode, args);
    } finally {
      realm.registry.live.delete(run);
      realm.registry.lastFinished = run;
    }
  }

  /** What observers are told about code and machine: found out at the same time, and while the capture is set up. */
  #gather(): Promise<void> {
    const gather = async (): Promise<void> => {
      const [hostInfo] = await Promise.all([this.#setup.hostInfo(), this.#run.discoverExperimentInfo()]);
      this.hostInfo = hostInfo;
    };
    const gathered = this.#setup.realm.host.context.exit(gather);
    // Awaited where the run starts: until then a rejection must not be "unhandled".
    gathered.catch(() => undefined);
    return gathered;
  }

  interrupt(reason: SacredInterrupt): void {
    this.#interrupt?.(reason);
  }

  beat(): Promise<void> {
    return this.#enqueue(() => this.#beat());
  }

  resource(filename: string): Promise<void> {
    return this.#enqueue(() => this.#recorders.send([["resourceEvent", { filename }]]));
  }

  artifact(event: ArtifactEvent): Promise<void> {
    return this.#enqueue(() => this.#recorders.send([["artifactEvent", event]]));
  }

  async #observed(mode: CaptureMode, args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    const { host, mathRandom, settings } = this.#setup.realm;
    const capture = await host.lifecycle.capture(mode, run, (text) => run.output.push(text));
    if (settings.seedMathRandom) mathRandom.install(run, run.seed);
    let release = (): void => undefined;
    try {
      try {
        const interrupted = new Promise<never>((_resolve, reject) => {
          this.#interrupt = reject;
        });
        // Awaited below only while the command runs: before and after, a rejection must not be "unhandled".
        interrupted.catch(() => undefined);
        release = host.lifecycle.onInterrupt((reason) => this.interrupt(reason));
        await this.#start();
        const result = await Promise.race([this.#inContext(args), interrupted, this.#neverSettles()]);
        run.stopTime = new Date();
        if (result !== null && result !== undefined) run.runLogger.info(`Result: ${showForLog(result)}`);
        run.runLogger.info(`Completed after ${this.#elapsed()}`);
      } finally {
        await capture.stop();
      }
      await this.#stop();
      run.status = "COMPLETED";
      await this.#finish("completedEvent", { stopTime: run.stopTime, result: run.result });
      return run.result;
    } catch (error) {
      await this.#stop();
      await (error instanceof SacredInterrupt ? this.#interrupted(error) : this.#failed(error));
      throw error;
    } finally {
      release();
      this.#idleRelease();
      mathRandom.remove(run);
      await this.#enqueue(() => this.#recorders.join());
    }
  }

  /** Hooks and command, in the run's context, so that whatever they start belongs to the run. */
  #inContext(args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    run.hasBegun = true;
    return this.#setup.realm.host.context.run(run, async () => {
      for (const hook of run.preRunHooks) await hook();
      const result = await run.mainFunction.invoke(args);
      run.result = result === undefined ? null : result;
      for (const hook of run.postRunHooks) await hook();
      return run.result;
    });
  }

  #idleRelease: () => void = () => undefined;

  /** Rejects when the event loop runs empty while the command still waits for something. */
  #neverSettles(): Promise<never> {
    return new Promise((_resolve, reject) => {
      this.#idleRelease = this.#setup.realm.host.lifecycle.onIdle(() =>
        reject(
          new SacredError(
            `The command "${this.#run.command}" waits for something that never comes: nothing is left that could settle its promise.`,
          ),
        ),
      );
    });
  }

  async #start(): Promise<void> {
    const run = this.#run;
    await this.#gathered;
    run.status = "RUNNING";
    const startTime = new Date();
    run.startTime = startTime;
    run.runLogger.info(`Running command '${run.command}'`);
    if (this.#recorders.wants("logMetrics")) run.metrics.keepForDrain();
    run.id = await this.#recorders.begin(
      (target: RunObserver, id) =>
        target.startedEvent?.({
          exInfo: run.experimentInfo,
          command: run.command,
          hostInfo: this.hostInfo,
          startTime,
          config: run.config,
          metaInfo: run.metaInfo,
          id,
        }),
      run.id,
    );
    run.runLogger.info(run.id === null ? "Started" : `Started run with ID "${run.id}"`);
    run.runLogger.debug("Starting Heartbeat");
    this.#scheduleBeat();
  }

  async #queueUp(): Promise<null> {
    const run = this.#run;
    await this.#gathered;
    run.status = "QUEUED";
    const queueTime = new Date();
    run.metaInfo["queue_time"] = queueTime;
    run.runLogger.info(`Queuing-up command '${run.command}'`);
    run.id = await this.#recorders.begin(
      (target: RunObserver, id) =>
        target.queuedEvent?.({
          exInfo: run.experimentInfo,
          command: run.command,
          hostInfo: this.hostInfo,
          queueTime,
          config: run.config,
          metaInfo: run.metaInfo,
          id,
        }),
      run.id,
    );
    run.runLogger.info(run.id === null ? "Queued" : `Queued-up run with ID "${run.id}"`);
    return null;
  }

  #scheduleBeat(): void {
    const { beatInterval } = this.#run;
    if (beatInterval <= 0 || this.#recorders.isEmpty) return;
    this.#setup.realm.host.context.exit(() => {
      this.#timer = setTimeout(() => {
        void this.beat().then(() => {
          if (this.#timer !== undefined) this.#scheduleBeat();
        });
      }, beatInterval * 1000);
      // The heartbeat keeps no program alive: that is how a command that never settles is noticed.
      unref(this.#timer);
    });
  }

  async #beat(): Promise<void> {
    const run = this.#run;
    const beatTime = new Date();
    run.heartbeatTime = beatTime;
    const { info, result } = run;
    const output = run.output.takeIncrement();
    const metrics: readonly (readonly [EventName, object])[] = this.#recorders.wants("logMetrics")
      ? [["logMetrics", { metricsByName: run.metrics.drain(), info }]]
      : [];
    await this.#recorders.send([...metrics, ["heartbeatEvent", { info, output, beatTime, result }]]);
  }

  /** The last heartbeat, also with an interval of 0: nothing that was logged or printed is lost. */
  async #stop(): Promise<void> {
    this.#run.runLogger.debug("Stopping Heartbeat");
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#interrupt = undefined;
    if (this.#run.startTime !== undefined && !this.#beaten) await this.beat();
    this.#beaten = true;
  }

  #beaten: boolean = false;

  async #interrupted(error: SacredInterrupt): Promise<void> {
    const run = this.#run;
    const interruptTime = new Date();
    run.status = error.status;
    run.stopTime = interruptTime;
    run.runLogger.warning(`Aborted after ${this.#elapsed()}!`);
    await this.#finish("interruptedEvent", { interruptTime, status: run.status });
  }

  async #failed(error: unknown): Promise<void> {
    const run = this.#run;
    const failTime = new Date();
    run.status = "FAILED";
    run.stopTime = failTime;
    run.runLogger.error(`Failed after ${this.#elapsed()}!`);
    run.failTrace = failTrace(error);
    await this.#finish("failedEvent", { failTime, failTrace: run.failTrace });
  }

  #finish(name: EventName, event: object): Promise<void> {
    return this.#enqueue(() => this.#recorders.finish(name, event, this.#setup.realm.host.files, this.#run));
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #elapsed(): string {
    const { startTime, stopTime } = this.#run;
    // A run that failed before it could start took no time.
    if (startTime === undefined || stopTime === undefined) return formatElapsed(0);
    return formatElapsed((stopTime.getTime() - startTime.getTime()) / 1000);
  }

  #captureMode(): CaptureMode {
    const { captureMode, observers } = this.#run;
    if (captureMode === undefined) {
      return observers.length === 0 ? "no" : this.#setup.realm.host.lifecycle.defaultCaptureMode;
    }
    if (CAPTURE_MODES.includes(captureMode)) return captureMode;
    throw new SacredError(
      `Unknown capture mode ${JSON.stringify(captureMode)}. There are: ${CAPTURE_MODES.join(", ")}.`,
    );
  }
}

/** Timers of Node keep the process alive unless told otherwise; those of browsers are numbers. */
function unref(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
    timer.unref();
}
