import type { BindingLookup } from "../captured/binding.ts";
import { RunError, type SacredInterrupt } from "../errors/index.ts";
import type { CaptureMode, ExperimentInfo } from "../host.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Logger } from "../logging/logger.ts";
import type { MetricColumns } from "../metrics/metric-columns.ts";
import type { Dict } from "../values.ts";
import type { CapturedOutFilter } from "./captured-output.ts";
import type { Glimpse } from "../show/glimpse.ts";
import type { LastPoint } from "../show/run-facts.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { CaptureNote } from "../record/capture-note.ts";
import type { FileSource } from "./file-source.ts";
import type { OpenedFile, OpenMode } from "./opened-file.ts";
import type { RunId, RunObserver } from "./observer.ts";
import type { RunCommand, RunSetup } from "./run-setup.ts";

/** QUEUED, RUNNING, COMPLETED, FAILED, INTERRUPTED, TIMEOUT, or what a `SacredInterrupt` of your own says. */
export type RunStatus = string;

/** An element where the program knows of elements (its types include the DOM's). */
export type HostElement = typeof globalThis extends { HTMLElement: { prototype: infer E } } ? E : unknown;

/** One run of an experiment: its settled configuration, what it is doing, and what became of it. */
export class Run {
  /** given by the first observer that can, or by the option --id; null until then */
  id: RunId | null = null;
  /** undefined until the run starts */
  status: RunStatus | undefined = undefined;
  /** what the command returned; may be set during the run, each heartbeat carries it */
  result: unknown = null;
  /** anything worth keeping; stored with each heartbeat. Read-only once the run is over, when nothing more is stored of it */
  info: Record<string, unknown> = {};
  metaInfo: Record<string, unknown> = {};
  startTime: Date | undefined = undefined;
  stopTime: Date | undefined = undefined;
  heartbeatTime: Date | undefined = undefined;
  /** the failure as it is stored, line by line */
  failTrace: readonly string[] | undefined = undefined;
  observers: RunObserver[];
  /** seconds between two heartbeats; 0: only one at the end */
  beatInterval: number;
  captureMode: CaptureMode | undefined;
  capturedOutFilter: CapturedOutFilter | undefined;
  /** the first hook, or the command, has been called: whatever fails from now on is the user's own code */
  hasBegun: boolean = false;
  /** nothing more is stored of it */
  isOver: boolean = false;
  /** it failed by an error that nobody caught: a program would have ended then */
  isUncaught: boolean = false;
  /** failures are shown with their whole stack */
  debug: boolean = false;
  /** the inspector is open, and the program pauses where the command fails */
  pdb: boolean = false;
  /** are told what observers are, but nothing is recorded by them: the run counts as unobserved */
  onlookers: readonly RunObserver[] = [];
  /** only queue the run */
  queueOnly: boolean = false;
  /** the end of its output and the course of its metrics are kept in memory, for `show()` */
  isShown: boolean = false;
  unobserved: boolean;
  force: boolean;
  runLogger: Logger;
  /** NaN and the infinities are stored as null */
  strictJson: boolean;

  readonly config: Dict;
  readonly configModifications: ConfigModifications;
  readonly seed: number | string;
  readonly mainFunction: RunCommand;
  readonly rootLogger: Logger;
  /** called before the command, in this order */
  preRunHooks: readonly (() => unknown)[];
  readonly postRunHooks: readonly (() => unknown)[];
  /** what was warned about while the configuration was settled */
  readonly warnings: readonly string[];
  /** what each captured function is called with in this run */
  readonly bindings: BindingLookup;
  readonly #setup: RunSetup;
  #lifecycle: Lifecycle | undefined = undefined;
  /** asked for before the run could be interrupted */
  #interruption: SacredInterrupt | undefined = undefined;
  #experimentInfo: ExperimentInfo | undefined = undefined;
  #discovery: Promise<ExperimentInfo> | undefined = undefined;

  constructor(setup: RunSetup) {
    const { realm } = setup;
    this.#setup = setup;
    this.config = setup.config;
    this.configModifications = setup.configModifications;
    this.seed = setup.seed;
    this.mainFunction = setup.command;
    this.observers = [...setup.observers];
    this.rootLogger = setup.rootLogger;
    this.runLogger = setup.runLogger;
    this.preRunHooks = setup.preRunHooks;
    this.postRunHooks = setup.postRunHooks;
    this.capturedOutFilter = setup.capturedOutFilter;
    this.unobserved = setup.command.unobserved;
    this.force = setup.force;
    this.warnings = setup.warnings;
    this.beatInterval = realm.settings.defaultBeatInterval;
    this.captureMode = realm.settings.captureMode ?? undefined;
    this.strictJson = realm.settings.strictJson;
    this.bindings = setup.bindings(this);
  }

  /** The name of the command, its prefix in front. */
  get command(): string {
    return this.mainFunction.path;
  }

  /**
   * About the experiment's code. Sources, dependencies and repositories are empty until somebody looks for them
   * (`discoverExperimentInfo`), which a run that is observed does before it starts.
   */
  get experimentInfo(): ExperimentInfo {
    this.#experimentInfo ??= this.#setup.knownInfo();
    return this.#experimentInfo;
  }

  set experimentInfo(info: ExperimentInfo) {
    this.#experimentInfo = info;
  }

  /** Finds sources, dependencies and repositories, once a run. The run keeps the name that an option has given it. */
  discoverExperimentInfo(): Promise<ExperimentInfo> {
    const discover = async (): Promise<ExperimentInfo> => {
      const found = await this.#setup.experimentInfo((message) => this.runLogger.warning(message));
      this.experimentInfo = { ...found, name: this.experimentInfo.name };
      return this.experimentInfo;
    };
    this.#discovery ??= discover();
    return this.#discovery;
  }

  /** Is there version control at all? @throws {SacredError} if no commit holds the sources as they are */
  async isCommitted(): Promise<boolean> {
    const { assertCommitted } = this.#setup.realm.host.sources;
    await assertCommitted?.(await this.discoverExperimentInfo(), (message) => this.runLogger.warning(message));
    return assertCommitted !== undefined;
  }

  /** About the machine; known once the run has started. */
  get hostInfo(): Dict {
    return this.#lifecycle?.hostInfo ?? {};
  }

  /** What has been printed so far, after the filter. Read back from where it is kept: memory holds none of it. */
  get capturedOut(): string {
    return this.#lifecycle?.output.text ?? "";
  }

  /** Where a run's output can be found if its process dies, as long as it is captured in a file. */
  get captureNote(): CaptureNote | undefined {
    return this.#lifecycle?.output.note;
  }

  /** The points that are logged. @throws {RunError} before the run has started */
  get metrics(): MetricColumns {
    return this.#started("metrics").metrics;
  }

  /** What is kept for showing the run, if anything is. */
  get glimpse(): Glimpse | undefined {
    return this.#lifecycle?.glimpse;
  }

  /** The last point of each metric. */
  get lastPoints(): readonly LastPoint[] {
    return this.#lifecycle?.metrics.last ?? [];
  }

  // For prompts and notebooks

  /** In a few lines: name, status, duration, result, the last point of each metric. */
  toString(): string {
    return this.#lifecycle?.text ?? `A run of ${this.experimentInfo.name} (${this.command}): not started`;
  }

  /**
   * An element with configuration, metrics and output, which goes on with the run. What came before the first call is in it
   * if the experiment is interactive.
   *
   * @throws {UnsupportedError} where there is no page: on Node, and in workers
   */
  show(): HostElement {
    this.isShown = true;
    void this.#lifecycle?.keepGlimpse();
    return this.#setup.realm.host.notebook.show(this) as HostElement;
  }

  /**
   * Executes the run: hooks and command, observed from start to end. Rejects with the command's own error.
   *
   * @param args the command's own arguments
   */
  async start(...args: readonly unknown[]): Promise<unknown> {
    if (this.status !== undefined) {
      throw new RunError(
        `A run can only be started once; this one is ${this.status} since ${this.startTime?.toISOString() ?? "just now"}.`,
      );
    }
    this.status = "STARTING";
    const { registry } = this.#setup.realm;
    registry.live.add(this);
    try {
      // A program that only settles configurations does without what runs them.
      const { Lifecycle } = await import("./lifecycle.ts");
      this.#lifecycle = new Lifecycle(this, this.#setup, this.#interruption);
      return await this.#lifecycle.execute(args);
    } catch (error) {
      if (this.status === "STARTING") this.status = undefined;
      throw error;
    } finally {
      registry.live.delete(this);
      registry.lastFinished = this;
      this.isOver = true;
      this.#closeInfo();
    }
  }

  /** What is noted from now on would be lost without a word: it is refused, as logScalar is. A copy, for the object may be the user's own. */
  #closeInfo(): void {
    const closed: Record<string, unknown> = {};
    Object.freeze(Object.defineProperties(closed, Object.getOwnPropertyDescriptors(this.info)));
    Object.defineProperty(this, "info", { value: closed, writable: false });
  }

  /** Ends the run as soon as its command lets go of the thread; the status becomes the interrupt's. */
  interrupt(reason: SacredInterrupt): void {
    this.#interruption ??= reason;
    this.#lifecycle?.interrupt(reason);
  }

  /** Sends a heartbeat now, besides those that come by themselves. */
  async heartbeat(): Promise<void> {
    await this.#started("heartbeat").beat();
  }

  /** For hosts, from what a command prints while it holds the thread: if it is time, what is new leaves for other realms. */
  pulse(): void {
    this.#lifecycle?.pulse();
  }

  /**
   * Logs a point of a metric.
   *
   * @param step where it belongs; by default one more than the metric's last step, starting at 0
   */
  logScalar(name: string, value: number | bigint, step?: number | bigint | null): void {
    this.#started("logScalar").metrics.log(name, value, step);
  }

  /** Notes a file that the run needs; observers keep a copy. One that can't be had is their problem: they warn. */
  async addResource(file: FileSource): Promise<void> {
    await this.#started("addResource").files.addResource(file);
  }

  /**
   * Opens a file that the run needs, and notes it as `addResource` does.
   *
   * @param mode as Python's open: "r", "w", "a", "x", "r+" …, with or without "b". What is written afterwards is not noted
   * @returns a file handle of node:fs/promises
   * @throws {HostError} if there is no such file
   */
  async openResource(file: string | URL, mode: OpenMode = "r"): Promise<OpenedFile> {
    return this.#started("openResource").files.openResource(file, mode);
  }

  /**
   * Notes a file that the run has made; observers keep a copy under `name` (by default the file's own).
   *
   * @param file its path; in a browser a File, a Blob, bytes, or an address
   * @throws {HostError} if it isn't there, or a folder
   */
  async addArtifact(
    file: FileSource,
    options: { name?: string; metadata?: unknown; contentType?: string } = {},
  ): Promise<void> {
    await this.#started("addArtifact").files.addArtifact(file, options);
  }

  /** `fn` as part of this run, wherever it is called from. */
  bind<A extends readonly unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
    return (...args) => this.#setup.realm.host.context.run(this, () => fn(...args));
  }

  #started(what: string): Lifecycle {
    if (this.isOver) throw new RunError(`${what} came too late: the run is over, and nothing more is stored of it.`);
    if (this.#lifecycle !== undefined) return this.#lifecycle;
    throw new RunError(`${what} needs a run that has been started: await run.start() or ex.run().`);
  }

  /** Is the code that asks part of another run (by its asynchronous context)? */
  get isElsewhere(): boolean {
    const current = this.#setup.realm.host.context.current();
    return current !== undefined && current !== this;
  }

  warnIfUnobserved(): void {
    if (this.observers.length === 0 && !this.debug && !this.unobserved) {
      this.runLogger.warning("No observers have been added to this run");
    }
  }
}
