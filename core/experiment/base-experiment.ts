import type { AnyCaptured } from "../captured/captured-function.ts";
import { type CliOption, cliOption, spellingsOf } from "../cli/option.ts";
import { assertSynchronousScope } from "../config/config-source.ts";
import { DefinitionError, NoActiveRunError } from "../errors/index.ts";
import type { CallSite, HostInfoGatherer } from "../host.ts";
import { checkHostInfoNames } from "../host-info-gatherer.ts";
import type { CapturedOutFilter } from "../run/captured-output.ts";
import type { RunObserver } from "../run/observer.ts";
import type { FileSource } from "../run/file-source.ts";
import type { OpenedFile, OpenMode } from "../run/opened-file.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { StandardSchema } from "../types/scopes.ts";
import type { MainOptions } from "./command.ts";
import { assertOptions } from "./definition-checks.ts";
import { describedFiles } from "./experiment-info.ts";
import { assertFunction, splitOptions } from "./function-arguments.ts";
import { BaseIngredient, type IngredientOptions } from "./ingredient.ts";
import { allOptions, defaultOptions } from "./options.ts";
import { createRequestedRun, resolveRequested, type RunRequest } from "./requested-run.ts";
import { registerStockCommands } from "./stock-commands.ts";

export interface ExperimentOptions extends IngredientOptions {
  readonly additionalHostInfo?: readonly HostInfoGatherer[];
  readonly additionalCliOptions?: readonly CliOption[];
  readonly observers?: readonly RunObserver[];
}

type MainArguments = readonly [fn: Function] | readonly [options: MainOptions, fn: Function];

export type OptionHook = (options: Record<string, unknown>) => void;

/** What an experiment is beyond an ingredient: it has a main function, observers, and it can be run. */
export class BaseExperiment extends BaseIngredient {
  static override readonly KIND: string = "experiment";
  static override readonly OPTIONS: readonly string[] = [
    ...BaseIngredient.OPTIONS,
    "additionalHostInfo",
    "additionalCliOptions",
    "observers",
  ];

  observers: RunObserver[];
  /** replaces the stock logger: console, pino, winston, LogTape, or anything with methods like debug, info, warn, error */
  logger: object | undefined = undefined;
  /** applied to what is printed before it is stored */
  capturedOutFilter: CapturedOutFilter | undefined = undefined;
  defaultCommand: string | undefined = undefined;
  readonly optionHooks: OptionHook[] = [];
  readonly additionalHostInfo: readonly HostInfoGatherer[];
  readonly additionalCliOptions: CliOption[] = [];
  readonly schemas: StandardSchema[] = [];
  /** where main or automain was called */
  mainSite: (() => CallSite) | undefined = undefined;

  constructor(
    realm: SacredRealm,
    name: string | undefined,
    options: ExperimentOptions = {},
    defined: Function = new.target,
  ) {
    const path = name ?? nameByFile(realm, options, realm.host.sources.callSite(defined));
    super(realm, path, options, defined);
    this.observers = [...(options.observers ?? [])];
    this.additionalHostInfo = checkHostInfoNames(options.additionalHostInfo ?? []);
    for (const option of options.additionalCliOptions ?? []) this.#addCliOption(option, defined);
    if (!this.interactive && !realm.host.sources.isRecordable(this.site())) throw needsInteractive(path);
    registerStockCommands(this, realm, (commandName, commandOptions, fn) =>
      this.defineCommand(commandName, commandOptions, fn),
    );
  }

  main(...args: MainArguments): AnyCaptured {
    return this.#defineMain(args, this.main);
  }

  automain(...args: MainArguments): AnyCaptured {
    const captured = this.#defineMain(args, this.automain);
    const site = this.mainSite ?? this.site;
    if (this.interactive || !this.realm.host.sources.isRecordable(site())) {
      throw new DefinitionError("Without a file to be started use main, and call run() instead of automain.");
    }
    this.realm.host.sources.whenEntry(site, () => void this.runCommandline());
    return captured;
  }

  #defineMain(args: MainArguments, method: Function): AnyCaptured {
    const [options, fn] = splitOptions<MainOptions>(args);
    assertOptions("The main function", options, ["name", "prefix", "unobserved", "doc"]);
    const name = options.name ?? (fn.name === "" ? "main" : fn.name);
    this.mainSite = this.realm.host.sources.callSite(method);
    this.defaultCommand = name;
    this.realm.registry.noteMain(this, method === this.automain);
    return this.defineCommand(name, options, fn, method).captured;
  }

  validate(schema: StandardSchema): this {
    if (typeof schema?.["~standard"]?.validate !== "function")
      throw new DefinitionError("validate takes a Standard Schema, as zod, valibot and arktype make them.");
    return this.add(this.schemas, schema, this.validate);
  }

  /** Called with the options of the command line right before a run is made; may change them. */
  optionHook(hook: OptionHook): this {
    assertFunction(hook);
    assertSynchronousScope(hook, "An option hook");
    return this.add(this.optionHooks, hook, this.optionHook, hook);
  }

  /**
   * Adds an option of the command line.
   *
   * @param flags like `-o, --own-flag MESSAGE`; without the argument's name it is a flag
   * @throws {DefinitionError} if there is such an option already
   */
  cliOption(flags: string, doc: string, apply: CliOption["apply"]): this {
    this.#addCliOption(cliOption(flags, doc, apply), this.cliOption);
    return this;
  }

  #addCliOption(option: CliOption, method: Function): void {
    const own = this.additionalCliOptions;
    const old = this.interactive ? own.findIndex(({ long }) => long === option.long) : -1;
    if (old >= 0) own.splice(old, 1);
    const taken = new Set(allOptions(this, this.realm).flatMap(spellingsOf));
    const clash = spellingsOf(option).find((spelling) => taken.has(spelling));
    if (clash !== undefined)
      throw new DefinitionError(`There is already an option ${clash === option.short ? clash : option.long}.`);
    this.add(own, option, method, undefined, option.long);
  }

  // Running

  /**
   * Runs a command. Rejects with the command's own error if it fails.
   *
   * @throws {ConfigError} before anything is started, if the configuration can't be settled
   */
  async run(request: RunRequest = {}): Promise<Run> {
    const { run, options } = createRequestedRun(this, this.realm, request);
    await this.#described(async () => {
      await this.#applyOptions(options, run);
      await run.start();
    });
    return run;
  }

  /** Starts a run and gives it at once; `finished` settles as the promise of `run()` does. */
  start(request: RunRequest & { readonly signal?: AbortSignal } = {}): { run: Run; finished: Promise<Run> } {
    const { run, options } = createRequestedRun(this, this.realm, request);
    const { signal } = request;
    const work = async (): Promise<Run> => {
      await this.#applyOptions(options, run);
      const follow = signal && (await import("../run/abort-reason.ts")).followSignal(run, signal);
      try {
        await run.start();
      } finally {
        follow?.();
      }
      return run;
    };
    return { run, finished: this.#described(work) };
  }

  /** Descriptions of entries can be asked for when a run is over: a browser fetches the sources meanwhile. */
  async #described<T>(work: () => Promise<T>): Promise<T> {
    const prepared = this.realm.host.sources.prepareDocs(() => describedFiles(this));
    try {
      return await work();
    } finally {
      await prepared;
    }
  }

  async #applyOptions(options: Record<string, unknown>, run: Run): Promise<void> {
    const { applyOptions } = await import("./apply-options.ts");
    await applyOptions(this, this.realm, options, run);
  }

  /**
   * Settles a configuration without running anything; observers see nothing of it. Source files are read only if `docs`
   * are asked for.
   */
  async resolveConfig(request: RunRequest = {}): Promise<{
    config: Run["config"];
    modifications: Run["configModifications"];
    docs: ReadonlyMap<string, string>;
    warnings: readonly string[];
    seeds: ReadonlyMap<string, { readonly seed: number | bigint | string; readonly functionSeeds: readonly number[] }>;
  }> {
    const { config, modifications, warnings, seeds, validation } = resolveRequested(this, this.realm, request);
    await Promise.all([validation, this.realm.host.sources.prepareDocs(() => describedFiles(this))]);
    return {
      config,
      modifications,
      get docs() {
        return modifications.docs;
      },
      warnings,
      seeds,
    };
  }

  /**
   * Runs what a command line says.
   *
   * @param argv a text or a list, the program's name first; by default the program's own
   * @returns the finished run; undefined if there was none (help was asked for, or the command line could not be understood)
   */
  async runCommandline(argv?: string | readonly string[]): Promise<Run | undefined> {
    const { runCommandline } = await import("../cli/commandline.ts");
    return runCommandline(this, this.realm, argv);
  }

  // What the current run is asked for

  /** The run that the code which asks belongs to. @throws {NoActiveRunError} outside of any */
  get currentRun(): Run {
    return this.#currentRun("currentRun");
  }

  /** The info dictionary of the current run. */
  get info(): Record<string, unknown> {
    return this.#currentRun("info").info;
  }

  /** Logs a point of a metric of the current run; without a step, one more than the last. */
  logScalar(name: string, value: number | bigint, step?: number | bigint | null): void {
    this.#currentRun("logScalar").logScalar(name, value, step);
  }

  /** Notes a file that the current run needs. */
  addResource(file: FileSource): Promise<void> {
    return this.#currentRun("addResource").addResource(file);
  }

  /** Opens a file that the current run needs, and notes it. */
  openResource(file: string | URL, mode: OpenMode = "r"): Promise<OpenedFile> {
    return this.#currentRun("openResource").openResource(file, mode);
  }

  /** Notes a file that the current run has made. */
  addArtifact(file: FileSource, options: Parameters<Run["addArtifact"]>[1] = {}): Promise<void> {
    return this.#currentRun("addArtifact").addArtifact(file, options);
  }

  // Looking around

  override postProcessName(name: string, ingredient: BaseIngredient): string {
    return ingredient === this ? name.slice(this.path.length + 1) : name;
  }

  /** The options of the command line with their defaults: false for flags, null for those with an argument. */
  getDefaultOptions(): Record<string, unknown> {
    return defaultOptions(this, this.realm);
  }

  /** How the experiment is used on the command line. */
  async getUsage(programName?: string): Promise<string> {
    const { longUsage } = await import("../cli/usage.ts");
    return longUsage({
      program: programName ?? this.realm.host.terminal.programName(),
      doc: this.doc,
      commands: this.gatherCommands(),
      defaultCommand: this.defaultCommand,
      options: allOptions(this, this.realm),
    });
  }

  protected override get entry(): () => CallSite {
    return this.mainSite ?? this.site;
  }

  #currentRun(what: string): Run {
    const main = [...this.commands.values()].map(({ captured }) => captured);
    const run = this.realm.registry.ofActiveRun(
      (candidate) => (main.some((captured) => candidate.bindings(captured) !== undefined) ? candidate : undefined),
      `${this.path}.${what}`,
    );
    if (!run.isOver) return run;
    throw new NoActiveRunError(
      `${this.path}.${what} only works during a run, and the last one is over. What it has left is in the run that ex.run() gave.`,
    );
  }
}

function nameByFile(realm: SacredRealm, { interactive }: ExperimentOptions, site: () => CallSite): string {
  const { file } = site();
  if (interactive === true || file === undefined || !realm.host.sources.isRecordable(site())) {
    throw new DefinitionError(
      'An experiment outside of a file needs a name: experiment("name", { interactive: true }).',
    );
  }
  return realm.host.files.baseName(file).replace(/\.[^.]*$/, "");
}

function needsInteractive(name: string): DefinitionError {
  return new DefinitionError(
    `The experiment "${name}" is defined without a source file (REPL, node -e, standard input, notebook). If that is meant: experiment("${name}", { interactive: true }).`,
  );
}
