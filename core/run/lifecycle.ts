import { RunError, SacredInterrupt } from "../errors/index.ts";
import { headerOf, isThenable } from "../errors/causes.ts";
import type { CaptureMode, RunWatch } from "../host.ts";
import type { Dict } from "../values.ts";
import { MetricColumns } from "../metrics/metric-columns.ts";
import { factsOf } from "../show/facts-of.ts";
import { runText } from "../show/run-text.ts";
import type { Glimpse } from "../show/glimpse.ts";
import { beginRun, queueRun } from "./beginning.ts";
import { captureModeOf } from "./capture-mode.ts";
import { CapturedOutput } from "./captured-output.ts";
import { completed, cutOff, failed, interrupted, noteResult } from "./ending.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Interruption } from "./interruption.ts";
import { mathRandomOf } from "./math-random.ts";
import type { FinalEvent, RunEvent, StartedEvent } from "./observer.ts";
import { Pulse } from "./pulse.ts";
import { Recorders } from "./recorders.ts";
import type { Run } from "./run.ts";
import { RunFiles } from "./run-files.ts";
import { type RunLog, runLog } from "./run-log.ts";
import type { RunSetup } from "./run-setup.ts";
import { shareRealm, tellOver } from "./share-realm.ts";
import { uncaughtCall } from "./uncaught-call.ts";

/** A quiet run says how it is as often. */
const IDLE_MILLISECONDS = 1000;

/** How a run goes: from queued or started through heartbeats to exactly one of completed, interrupted, failed. */
export class Lifecycle {
  hostInfo: Dict = {};
  #gathered: Promise<void> = Promise.resolve();
  readonly output: CapturedOutput;
  readonly metrics: MetricColumns = new MetricColumns();
  readonly files: RunFiles;
  /** for looking at the run while it goes on and afterwards, if somebody may want to */
  glimpse: Glimpse | undefined = undefined;
  #endHearing: (() => void) | undefined = undefined;
  readonly #run: Run;
  readonly #setup: RunSetup;
  #recorders: Recorders;
  readonly #interruption: Interruption = new Interruption();
  readonly #log: RunLog;
  readonly #heartbeat: Heartbeat;
  readonly #pulse: Pulse;
  /** events are sent one after another, whoever sends them */
  #queue: Promise<void> = Promise.resolve();
  /** all observers know of the run */
  #hasStarted: boolean = false;
  #hasLastBeat: boolean = false;
  #isInCommand: boolean = false;
  #isEnding: boolean = false;
  #isDone: boolean = false;
  #isIdleTold: boolean = false;

  /** when observers in other realms are told again although nothing is new */
  #idleUntil: number = 0;
  /** how much output they know of */
  #toldLength: number = 0;

  /** @param early what interrupted the run before it was started */
  constructor(run: Run, setup: RunSetup, early: SacredInterrupt | undefined) {
    this.#run = run;
    this.#setup = setup;
    this.files = new RunFiles(setup.realm.host.files, (event) => this.#file(event));
    this.#log = runLog(run.runLogger, (text) => setup.realm.host.terminal.err(text));
    this.output = new CapturedOutput(() => run.capturedOutFilter, this.#log);
    this.#heartbeat = new Heartbeat(() => this.beat(), setup.realm.host.context);
    this.#pulse = new Pulse(() => this.#postNews(), setup.realm.host.context);
    this.#recorders = new Recorders([], run, this.#log, (fn) => fn());
    if (early !== undefined) this.interrupt(early);
  }

  async execute(args: readonly unknown[]): Promise<unknown> {
    const run = this.#run;
    const { realm } = this.#setup;
    shareRealm(realm);
    await this.#setup.validation;
    if (run.unobserved) run.observers = [];
    run.warnIfUnobserved();
    run.observers = run.observers.toSorted((a, b) => b.priority - a.priority);
    if (run.isShown) await this.keepGlimpse();
    const mode = captureModeOf(run, realm.host.lifecycle.defaultCaptureMode);
    run.runLogger.debug(`Using capture mode "${mode}"`);
    if (run.observers.length > 0) this.#gathered = this.#gather();
    try {
      await (run.queueOnly ? this.#queueUp() : this.#observed(mode, args));
      // A promise never resolves with a thenable, which the result may have been set to.
      return isThenable(run.result) === false ? run.result : undefined;
    } finally {
      this.#isDone = true;
      this.#endHearing?.();
      tellOver(run);
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

  /** From now on the end of the output and the course of the metrics are kept in memory. */
  async keepGlimpse(): Promise<void> {
    const { glimpseOf } = await import("../show/glimpse-of.ts");
    if (this.glimpse !== undefined || this.#isDone) return;
    const glimpse = glimpseOf(this.metrics);
    this.glimpse = glimpse;
    const endHearing = await this.#setup.realm.host.notebook.hear((text) => glimpse.addOutput(text));
    if (this.#isDone) endHearing?.();
    else this.#endHearing = endHearing;
  }

  get text(): string {
    return runText(factsOf(this.#run));
  }

  interrupt(reason: SacredInterrupt): void {
    this.#interruption.raise(reason);
  }

  beat(): Promise<void> {
    return this.#enqueue(() => this.#beat());
  }

  /** For what holds the thread: if it is time, what is new leaves now for the observers in other realms. */
  pulse(): void {
    this.#pulse.check();
  }

  /** An observer may add files while it is told about the end: queued behind that they would wait for themselves. */
  #file(event: RunEvent): Promise<void> {
    const send = (): Promise<void> => this.#recorders.send([event]);
    return this.#isEnding ? send() : this.#enqueue(send);
  }

  async #observed(mode: CaptureMode, args: readonly unknown[]): Promise<void> {
    const run = this.#run;
    const { host, settings } = this.#setup.realm;
    const mathRandom = mathRandomOf(host.context);
    const isChosen = run.captureMode !== undefined;
    this.output.begin(await host.lifecycle.capture(mode, run, isChosen));
    if (settings.seedMathRandom && !mathRandom.install(run, run.seed))
      run.runLogger.warning("Math.random isn't seeded: it can't be replaced here. Draw from _rnd.");
    const release = host.lifecycle.watch(run, this.#watch());
    let failure: { readonly error: unknown } | undefined;
    try {
      await this.#start();
      this.#interruption.check();
      this.#isInCommand = true;
      await Promise.race([uncaughtCall(() => this.#inContext(args)), this.#interruption.raised]);
      // A signal that came while the command blocked the thread still interrupts the run.
      await Promise.race([host.lifecycle.catchUp(), this.#interruption.raised]);
    } catch (error) {
      failure = { error };
    }
    // Nothing that goes wrong from here on changes how the run has ended.
    this.#isInCommand = false;
    const stopTime = failure === undefined ? noteResult(run, this.#log) : undefined;
    await this.#attempt("The logger", () => run.rootLogger.flush?.());
    await this.#attempt("The capture", () => this.output.stop());
    await this.#stop();
    await this.#finish(stopTime === undefined ? this.#ended(failure?.error) : completed(run, stopTime));
    mathRandom.remove(run);
    await this.#enqueue(() => this.#recorders.join());
    release();
    await this.#attempt("The capture", () => this.output.end(this.#recorders.storedOutput()));
    if (failure !== undefined) throw failure.error;
  }

  #ended(error: unknown): FinalEvent {
    if (error instanceof SacredInterrupt) return interrupted(this.#run, this.#log, error);
    return failed(this.#run, this.#log, error);
  }

  async #attempt(what: string, work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.error(`${what} failed: ${headerOf(error)}`);
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
      exit: (code) => this.#cutOff("The process was ended", `with exit code ${code}`),
      leave: () => this.#cutOff("The page was left", "by closing, reloading, or going to another address"),
    };
  }

  #idle(): void {
    const { command, status } = this.#run;
    if (this.#isInCommand) {
      this.#interruption.raise(
        new RunError(
          `The command "${command}" waits for something that never comes: nothing is left that could settle its promise.`,
        ),
      );
    } else if (!this.#isIdleTold)
      this.#log.error(`An observer of the run (${status}) waits for something that never comes.`);
    // What is printed turns the event loop once more, and it runs empty again.
    this.#isIdleTold = true;
  }

  /** Hooks and command, in the run's context, so that whatever they start belongs to the run. */
  #inContext(args: readonly unknown[]): Promise<void> {
    const run = this.#run;
    run.hasBegun = true;
    return this.#setup.realm.host.context.run(run, async () => {
      for (const hook of run.preRunHooks) await hook();
      const answer = run.mainFunction.invoke(args);
      // What can't be asked for its `then` can't be awaited.
      const result: unknown = isThenable(answer) === undefined ? answer : await answer;
      // A command that returns nothing leaves what it has set itself.
      if (result !== undefined) run.result = result;
      for (const hook of run.postRunHooks) await hook();
    });
  }

  async #start(): Promise<void> {
    const run = this.#run;
    await this.#gathered;
    this.#meetObservers();
    if (this.#recorders.wants("logMetrics")) this.metrics.keepForDrain();
    await beginRun(run, this.#recorders, this.#found());
    this.#hasStarted = true;
    run.runLogger.debug("Starting Heartbeat");
    if (!this.#recorders.isEmpty) this.#heartbeat.start(run.beatInterval);
    if (!this.#recorders.hasImmediate) return;
    this.#pulse.start();
    this.metrics.onPulse((now) => this.#pulse.check(now));
  }

  #found(): Pick<StartedEvent, "hostInfo" | "sourceContents"> {
    const { sources } = this.#setup.realm.host;
    return { hostInfo: this.hostInfo, sourceContents: sources.contents?.(this.#run.experimentInfo) };
  }

  async #queueUp(): Promise<void> {
    await this.#gathered;
    this.#meetObservers();
    await queueRun(this.#run, this.#recorders, this.#found());
  }

  /** What an observer throws at that is a failure of the run's start. */
  #meetObservers(): void {
    const run = this.#run;
    const { context } = this.#setup.realm.host;
    this.#recorders = new Recorders([...run.observers, ...run.onlookers], run, this.#log, (fn) => context.exit(fn));
  }

  async #beat(): Promise<void> {
    for (const events of this.#news()) await this.#recorders.send(events);
  }

  /** Without news just from time to time: info and result may have changed. */
  #postNews(): void {
    const now = Date.now();
    const isDue = now >= this.#idleUntil;
    for (const events of this.#news()) {
      if (!isDue && !events.some((event) => this.#isNews(event))) continue;
      this.#idleUntil = now + IDLE_MILLISECONDS;
      void this.#recorders.post(events);
    }
  }

  #isNews(event: RunEvent): boolean {
    if (event[0] === "logMetrics") return Object.keys(event[1].metricsByName).length > 0;
    if (event[0] !== "heartbeatEvent") return true;
    const { offset, text } = event[1].output;
    const isNews = text !== "" || offset !== this.#toldLength;
    this.#toldLength = offset + text.length;
    return isNews;
  }

  /** What observers don't know yet: a heartbeat for each piece of the output, so that memory never holds more than one. */
  *#news(): Generator<readonly RunEvent[]> {
    const run = this.#run;
    const beatTime = new Date();
    run.heartbeatTime = beatTime;
    if (this.#recorders.isEmpty) return;
    const { info, result } = run;
    let events: readonly RunEvent[] = this.#recorders.wants("logMetrics")
      ? [["logMetrics", { metricsByName: this.metrics.drain(), info }]]
      : [];
    try {
      for (const output of this.output.increments()) {
        yield [...events, ["heartbeatEvent", { info, output, beatTime, result }]];
        events = [];
      }
    } catch (error) {
      this.#log.error(`The capture failed: ${headerOf(error)}`);
      yield events;
    }
  }

  /** The last heartbeat, also with an interval of 0: nothing that was logged or printed is lost. */
  async #stop(): Promise<void> {
    this.#log.debug("Stopping Heartbeat");
    this.#heartbeat.stop();
    this.#pulse.stop();
    if (this.#hasStarted && !this.#hasLastBeat) await this.beat();
    this.#hasLastBeat = true;
  }

  /** The process or the page ends in the middle of the run: what can be stored without waiting for anything is stored. */
  #cutOff(what: string, how: string): void {
    const run = this.#run;
    if (run.stopTime !== undefined || run.startTime === undefined) return;
    const last = cutOff(run, this.#log, what, how);
    this.#pulse.stop();
    this.output.stop();
    let areStored = true;
    for (const events of [...this.#news(), [last]]) areStored = this.#recorders.sendNow(events) && areStored;
    // Otherwise the capture is left to recovery.
    if (areStored) this.output.end(this.#recorders.storedOutput());
  }

  #finish(event: FinalEvent): Promise<void> {
    return this.#enqueue(() => {
      this.#isEnding = true;
      this.metrics.close();
      return this.#recorders.finish(event, this.#setup.realm.host.files, this.#run);
    });
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
