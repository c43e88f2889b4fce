import type { Token } from "./captured/parameters.ts";
import type { Remark } from "./config/scope-result.ts";
import type { CliOption } from "./cli/option.ts";
import type { LoggerAdapter } from "./logging/adapt-logger.ts";
import type { SacredInterrupt } from "./errors/index.ts";
import type { CaptureNote } from "./record/capture-note.ts";
import type { FileSource, NotedFile } from "./run/file-source.ts";
import type { RunEvent, StartedEvent } from "./run/observer.ts";
import type { OpenedFile } from "./run/opened-file.ts";
import type { SacredRealm } from "./run/run-setup.ts";
import type { Run } from "./run/run.ts";
import type { DependencyDiscovery, SourceDiscovery } from "./settings.ts";
import type { Dict } from "./values.ts";

/**
 * The one seam between the engine and the machine it runs on. `host-node` and `host-browser` each fill it in and hand
 * it to `createSacred`; nothing in core knows which one it got.
 */
export interface Host {
  readonly kind: "node" | "browser";
  readonly context: RunContext;
  readonly files: HostFiles;
  readonly sources: HostSources;
  readonly terminal: Terminal;
  readonly lifecycle: HostLifecycle;
  readonly info: HostInformation;
  readonly notebook: HostNotebook;
  /** the loggers of packages that only this host has */
  readonly loggers: readonly LoggerAdapter[];
  /** the stock command-line options that only this host can offer (observers) */
  readonly options: readonly CliOption[];
  /** Is told once what all experiments of the realm share: a worker's page may ask for it. */
  opened?(realm: SacredRealm): void;
  /** 32 bits that nobody could foresee, as an unsigned integer */
  entropy(): number;
}

/** Which run does the code that is executing now belong to? */
export interface RunContext {
  current(): Run | undefined;
  /** calls `fn` with `run` as the current one, for everything that it starts, too */
  run<T>(run: Run, fn: () => T): T;
  /** calls `fn` outside of any run */
  exit<T>(fn: () => T): T;
}

export interface HostFiles {
  isFile(name: string): boolean;
  /** What may be meant by the name of a configuration file that isn't there; "" if it is no file's name. */
  hint?(name: string): string;
  absolute(file: string | URL): string;
  /** The file of an artifact. @throws {HostError} if it isn't there, or a folder */
  artifact(file: FileSource): NotedFile | Promise<NotedFile>;
  /** The file of a resource. One that can't be had is the observers' problem, if they read it themselves. */
  resource(file: FileSource): NotedFile | Promise<NotedFile>;
  baseName(file: string): string;
  /**
   * Reads and parses a configuration file by its extension. Errors are `ConfigFileError`s that name file and line.
   *
   * @param site who asks: a file that lies beside that one is looked for in vain in the working folder
   */
  readConfig(file: string | URL, site?: () => CallSite): ReadConfig;
  /** Writes a configuration file by its extension: whole or not at all. */
  writeConfig(file: string, config: Dict): void | Promise<never>;
  /**
   * A file handle (node:fs/promises on Node). `mode` is Python's: "r", "rb", "w", "a", "r+" …
   *
   * @param note tells observers; called when there is a file to be noted, before it can be changed
   */
  open(file: string, mode: string, note: () => Promise<void>): Promise<OpenedFile>;
  /** Keeps events that an observer could not store in a local file and names that; undefined where there are no files. */
  rescue(run: Run, events: readonly RunEvent[], observer: string): string | undefined;
}

export interface ReadConfig {
  readonly config: Dict;
  /** integers that a double can't hold, which became text */
  readonly remarks: readonly Remark[];
}

/** A place in a source file; lines and columns count from 1. */
export interface CallSite {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** when the call was, in milliseconds since the epoch, where files may change after they were loaded */
  readonly at?: number;
}

export interface HostSources {
  /** Splits program text into tokens (the package js-tokens, which a host may load when it is first needed). */
  tokenize(text: string): Iterable<Token>;
  /** Notes where `method` was called from; cheap, the stack is parsed when the result is called. */
  callSite(method: Function): () => CallSite;
  /**
   * Lets `read` and `describe` know these files from then on, as far as they can be had: a browser fetches them. Never
   * rejects.
   */
  prepareDocs(files: () => readonly string[]): Promise<void>;
  /** The text of a source file, undefined where it can't be had. */
  read(file: string): string | undefined;
  /**
   * The descriptions that comments give to the entries of the scope whose call stands at `line`
   * (core/config/comments/read-descriptions.ts, which not every host needs to load).
   */
  describe(
    text: string,
    line: number,
    isStatements: boolean,
    isIgnored: (comment: string) => boolean,
    column?: number,
  ): ReadonlyMap<string, string>;
  /** Is there a source file at this place (not a REPL, `node -e`, stdin or a notebook cell)? */
  isRecordable(site: CallSite): boolean;
  /** Calls `start` once the module at `site` has been evaluated whole, if it is the program's entry. */
  whenEntry(site: () => CallSite, start: () => void): void;
  /** Is this line of a stack about the package itself? */
  isOwnFrame(frame: string): boolean;
  /** A stack in terms of the sources that were compiled or bundled, as far as that is known; the package's own frames stay. */
  mapStack(stack: string): string;
  /** Base folder and main file as they are stored; known at once. */
  programPlace(request: ProgramPlaceRequest): Pick<ExperimentInfo, "base_dir" | "mainfile">;
  /** Finds sources, packages and repositories: files are read, and git is asked. */
  experimentInfo(request: ExperimentInfoRequest): ExperimentInfo | Promise<ExperimentInfo>;
  /** What each of the sources holds that `experimentInfo` has found, where observers can't read them by their names. */
  contents?(info: ExperimentInfo): StartedEvent["sourceContents"];
  /**
   * Refuses sources that no commit holds as they are; missing where there is no version control.
   *
   * @throws {SacredError} that names them, or the repositories with changes
   */
  assertCommitted?(info: ExperimentInfo, warn: (message: string) => void): Promise<void>;
}

export interface ProgramPlaceRequest {
  readonly baseDir: string | undefined;
  /** where main or automain was called, else where the experiment was defined; undefined without a file to record */
  readonly mainFile: string | undefined;
}

export interface ExperimentInfoRequest extends ProgramPlaceRequest {
  readonly name: string;
  readonly doc: string | undefined;
  /** files in which the experiment and its ingredients were defined */
  readonly sourceFiles: readonly string[];
  /** files named by addSourceFile */
  readonly addedSources: readonly string[];
  /** "name==version", named by addPackageDependency */
  readonly packages: readonly string[];
  /** files of ingredients whose repositories are stored; undefined if none's are */
  readonly withGit: readonly string[] | undefined;
  /** files of those that want no git */
  readonly withoutGit: readonly string[];
  readonly discoverSources: SourceDiscovery;
  readonly discoverDependencies: DependencyDiscovery;
  /** when the experiment was defined, as its call site says: its modules had been loaded */
  readonly definedAt: number | undefined;
  /** Is told of what can't be had, and could not be expected to be. */
  warn(message: string): void;
}

/** What is stored about the code of an experiment; the keys are Sacred's. */
export interface ExperimentInfo {
  readonly name: string;
  readonly base_dir: string;
  /** [path relative to base_dir, MD5] */
  readonly sources: readonly (readonly [string, string])[];
  /** "name==version" */
  readonly dependencies: readonly string[];
  readonly repositories: readonly { readonly url: string; readonly commit: string; readonly dirty: boolean }[];
  readonly mainfile: string | null;
  readonly doc?: string;
}

export interface Terminal {
  out(text: string): void;
  /** @param level of a line of the log: consoles show them in different ways */
  err(text: string, level?: number): void;
  readonly colours: boolean;
  argv(): readonly string[];
  programName(): string;
  /** sets the program's exit code; the program ends when nothing is left to do */
  exit(code: number): void;
  /** ends the program, whatever is left to do */
  exitNow(code: number): void;
}

export type CaptureMode = "no" | "sys" | "fd";

/** What one run prints. It is kept by the host, outside of memory where that can be, and read back piece by piece. */
export interface OutputCapture {
  /** where the text can be found if the process dies; undefined where nothing would be left */
  readonly note: CaptureNote | undefined;
  /** how many bytes have been captured so far */
  readonly size: number;
  /** What has come since the last call and is there now, in pieces of bounded size. */
  news(): Iterable<string>;
  /** Everything from the start, in such pieces; also after the end, until it is released. */
  whole(): Iterable<string>;
  /** Ends the capture; everything printed until now can then be read. Does so at once: an ending process has no time. */
  stop(): void;
  /** After the end: the text is not needed any more, or (`keep`) only if somebody should ask for it. */
  release(keep: boolean): void;
}

/** Shows exact text that a program has printed, and lets the active run capture it. */
export type PrintProgramOutput = (stream: "stdout" | "stderr", text: string) => void;

/** What may happen to a run from outside of its command. */
export interface RunWatch {
  /** a signal asks the run to end */
  interrupt(reason: SacredInterrupt): void;
  /** an error that nobody caught was thrown by what the run has started */
  fail(error: unknown): void;
  /** nothing is left that could still settle the run */
  idle(): void;
  /** the process ends now: what isn't stored before this returns never is */
  exit(code: number): void;
  /** the same of a page that is left */
  leave(): void;
}

/** What a host has for looking at runs. */
export interface HostNotebook {
  /** Hands on what is printed from now on. Returns what ends that; undefined where output is only read back from the capture. */
  hear(listener: (text: string) => void): Promise<() => void> | undefined;
  /** An element that shows a run as it goes on. @throws {UnsupportedError} where there is no page */
  show(run: Run): unknown;
}

export interface HostLifecycle {
  /** the mode where the user names none and somebody observes */
  readonly defaultCaptureMode: CaptureMode;
  /**
   * Begins to capture what a run prints. Where `mode` doesn't work, another one is used with a warning.
   *
   * @param isChosen the user named the mode: what can never work here is an error then
   */
  capture(mode: CaptureMode, run: Run, isChosen: boolean): Promise<OutputCapture>;
  /** how WASI programs print; undefined where they write to the process's own streams */
  readonly printing?: () => Promise<PrintProgramOutput>;
  /** Resolves when everything has arrived that happened to the process while a command held the thread. */
  catchUp(): Promise<void>;
  /** While a run is active, tells it what happens to the process or the page. Returns the release. */
  watch(run: Run, watch: RunWatch): () => void;
}

/** A further entry of the host information: its name and how it is found out, at once or later. */
export interface HostInfoGatherer {
  readonly name: string;
  readonly gather: () => unknown;
}

export interface HostInformation {
  hostInfo(additional: readonly HostInfoGatherer[]): Dict | Promise<Dict>;
}
