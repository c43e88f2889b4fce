import { RunError, SacredInterrupt, UsageError } from "../errors/index.ts";
import type { CaptureMode, RunWatch } from "../host.ts";
import { showForLog } from "../logging/stream-logger.ts";
import type { Dict } from "../values.ts";
import { MetricColumns } from "../metrics/metric-columns.ts";
import { CapturedOutput } from "./captured-output.ts";
import { failTrace } from "./fail-trace.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Interruption } from "./interruption.ts";
import type { ArtifactEvent, FinalEvent, ResourceEvent, RunEvent, RunObserver } from "./observer.ts";
import { Recorders } from "./recorders.ts";
import type { Run } from "./run.ts";
import type { RunSetup } from "./run-setup.ts";
import { formatElapsed } from "./elapsed.ts";
import { uncaughtCall } from "./uncaught-call.ts";

const CAPTURE_MODES: readonly CaptureMode[] = ["no", "sys", "fd"];

/** How a run goes: from queued or started through heartbeats to exactly one of completed, interrupted, failed. */
export class Lifecycle {
  hostInfo: Dict = {};
  #gathered: Promise<void> = Promise.resolve();
  readonly output: CapturedOutput;
  readonly metrics: MetricColumns = new MetricColumns();
  readonly #run: Run;
  readonly #setup: RunSetup;
  #recorders: Recorders;
  readonly #interruption: Interruption = new Interruption();
  readonly #heartbeat: Heartbeat;
  /** events are sent one after another, whoever sends them */
  #queue: Promise<void> = Promise.resolve();
  /** all observers know of the run */
  #hasStarted: boolean = false;
  #hasLastBeat: boolean = false;
  #isInCommand: boolean = false;
  #isEnding: boolean = false;

  /** @param early what interrupted the run before it was started */
  constructor(run: Run, setup: RunSetup, early: SacredInterrupt | undefined) {
    this.#run = run;
    this.#setup = setup;
    this.output = new CapturedOutput(() => run.capturedOutFilter, run.runLogger);
    this.#heartbeat = new Heartbeat(() => this.beat(), setup.realm.host.context);
    this.#recorders = new Recorders([], run, setup.runLogger, (fn) => fn());
    if (early !== undefined) this.interrupt(early);
  }

  async execute(args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    const { realm } = this.#setup;
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
    this.#interruption.raise(reason);
  }

  beat(): Promise<void> {
    return this.#enqueue(() => this.#beat());
  }

  resource(event: ResourceEvent): Promise<void> {
    return this.#file(["resourceEvent", event]);
  }

  artifact(event: ArtifactEvent): Promise<void> {
    return this.#file(["artifactEvent", event]);
  }

  /** An observer may add files while it is told about the end: queued behind that they would wait for themselves. */
  #file(event: RunEvent): Promise<void> {
    const send = (): Promise<void> => this.#recorders.send([event]);
    return this.#isEnding ? send() : this.#enqueue(send);
  }

  async #observed(mode: CaptureMode, args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    const { host, mathRandom, settings } = this.#setup.realm;
    const isChosen = run.captureMode !== undefined;
    this.output.begin(await host.lifecycle.capture(mode, run, isChosen));
    if (settings.seedMathRandom) mathRandom.install(run, run.seed);
    const release = host.lifecycle.watch(run, this.#watch());
    try {
      try {
        await this.#start();
        this.#interruption.check();
        this.#isInCommand = true;
        const result = await Promise.race([uncaughtCall(() => this.#inContext(args)), this.#interruption.raised]);
        // A signal that came while the command blocked the thread still interrupts the run.
        await Promise.race([host.lifecycle.catchUp(), this.#interruption.raised]);
        run.stopTime = new Date();
        if (result !== null && result !== undefined) run.runLogger.info(`Result: ${showForLog(result)}`);
        run.runLogger.info(`Completed after ${this.#elapsed()}`);
      } finally {
        this.#isInCommand = false;
        this.output.stop();
      }
      await this.#stop();
      run.status = "COMPLETED";
      await this.#finish(["completedEvent", { stopTime: run.stopTime, result: run.result }]);
      return run.result;
    } catch (error) {
      await this.#stop();
      await (error instanceof SacredInterrupt ? this.#interrupted(error) : this.#failed(error));
      throw error;
    } finally {
      mathRandom.remove(run);
      await this.#enqueue(() => this.#recorders.join());
      release();
      this.output.end(this.#recorders.storedOutput());
    }
  }

  #watch(): RunWatch {
    return {
      interrupt: (reason) => this.#interruption.raise(reason),
      fail: (error) => {
        this.#run.isUncaught = true;
        this.#interruption.raise(error);
      },
      idle: () => this.#idle(),
      exit: (code) => this.#exit(code),
    };
  }

  #idle(): void {
    const { command, runLogger, status } = this.#run;
    if (this.#isInCommand) {
      this.#interruption.raise(
        new RunError(
          `The command "${command}" waits for something that never comes: nothing is left that could settle its promise.`,
        ),
      );
    } else runLogger.error(`An observer of the run (${status}) waits for something that never comes.`);
  }

  /** Hooks and command, in the run's context, so that whatever they start belongs to the run. */
  #inContext(args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    run.hasBegun = true;
    return this.#setup.realm.host.context.run(run, async () => {
      for (const hook of run.preRunHooks) await hook();
      const result = await run.mainFunction.invoke(args);
      // A command that returns nothing leaves what it has set itself.
      if (result !== undefined) run.result = result;
      for (const hook of run.postRunHooks) await hook();
      return run.result;
    });
  }

  async #start(): Promise<void> {
    const run = this.#run;
    await this.#gathered;
    run.status = "RUNNING";
    const startTime = new Date();
    run.startTime = startTime;
    run.runLogger.info(`Running command '${run.command}'`);
    if (this.#recorders.wants("logMetrics")) this.metrics.keepForDrain();
    await this.#recorders.begin(
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
      run,
    );
    this.#hasStarted = true;
    run.runLogger.info(run.id === null ? "Started" : `Started run with ID "${run.id}"`);
    run.runLogger.debug("Starting Heartbeat");
    if (!this.#recorders.isEmpty) this.#heartbeat.start(run.beatInterval);
  }

  async #queueUp(): Promise<null> {
    const run = this.#run;
    await this.#gathered;
    run.status = "QUEUED";
    const queueTime = new Date();
    run.metaInfo["queue_time"] = queueTime;
    run.runLogger.info(`Queuing-up command '${run.command}'`);
    await this.#recorders.begin(
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
      run,
    );
    run.runLogger.info(run.id === null ? "Queued" : `Queued-up run with ID "${run.id}"`);
    return null;
  }

  async #beat(): Promise<void> {
    for (const events of this.#news()) await this.#recorders.send(events);
  }

  /** What observers don't know yet: a heartbeat for each piece of the output, so that memory never holds more than one. */
  *#news(): Generator<readonly RunEvent[]> {
    const run = this.#run;
    const beatTime = new Date();
    run.heartbeatTime = beatTime;
    if (this.#recorders.isEmpty) return;
    const { info, result } = run;
    if (this.#recorders.isEmpty) return;
    let events: readonly RunEvent[] = this.#recorders.wants("logMetrics")
      ? [["logMetrics", { metricsByName: this.metrics.drain(), info }]]
      : [];
    for (const output of this.output.increments()) {
      yield [...events, ["heartbeatEvent", { info, output, beatTime, result }]];
      events = [];
    }
  }

  /** The last heartbeat, also with an interval of 0: nothing that was logged or printed is lost. */
  async #stop(): Promise<void> {
    this.#run.runLogger.debug("Stopping Heartbeat");
    this.#heartbeat.stop();
    if (this.#hasStarted && !this.#hasLastBeat) await this.beat();
    this.#hasLastBeat = true;
  }

  async #interrupted(error: SacredInterrupt): Promise<void> {
    const run = this.#run;
    const interruptTime = new Date();
    run.status = error.status;
    run.stopTime = interruptTime;
    run.runLogger.warning(`Aborted after ${this.#elapsed()}!`);
    await this.#finish(["interruptedEvent", { interruptTime, status: run.status }]);
  }

  async #failed(error: unknown): Promise<void> {
    const run = this.#run;
    const failTime = new Date();
    run.status = "FAILED";
    run.stopTime = failTime;
    run.runLogger.error(`Failed after ${this.#elapsed()}!`);
    run.failTrace = failTrace(error);
    await this.#finish(["failedEvent", { failTime, failTrace: run.failTrace }]);
  }

  /** The process ends in the middle of the run: what can be stored without waiting for anything is stored. */
  #exit(code: number): void {
    const run = this.#run;
    if (run.stopTime !== undefined || run.startTime === undefined) return;
    const failTime = new Date();
    run.status = "FAILED";
    run.stopTime = failTime;
    run.runLogger.error(`The process was ended (exit code ${code}) after ${this.#elapsed()}, before its run was!`);
    run.failTrace = failTrace(new RunError(`The process was ended in the middle of the run, with exit code ${code}.`));
    this.output.stop();
    let areStored = true;
    const last: RunEvent[] = [["failedEvent", { failTime, failTrace: run.failTrace, isExiting: true }]];
    for (const events of [...this.#news(), last]) areStored = this.#recorders.sendNow(events) && areStored;
    // Otherwise the capture is left to recovery.
    if (areStored) this.output.end(this.#recorders.storedOutput());
  }

  #finish(event: FinalEvent): Promise<void> {
    return this.#enqueue(() => {
      this.#isEnding = true;
      return this.#recorders.finish(event, this.#setup.realm.host.files, this.#run);
    });
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
    throw new UsageError(
      `Unknown capture mode ${JSON.stringify(captureMode)}. There are: ${CAPTURE_MODES.join(", ")}.`,
    );
  }
}
