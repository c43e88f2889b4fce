import type { Seed } from "../../core/random/seed.ts";
import type { ProgramFiles, WrittenFiles } from "./files.ts";
import type { ClockKind } from "./clock.ts";

/** A program: compiled, its bytes, an answer of `fetch`, or where it is (on Node a path, else an address). */
export type WasiModule = WebAssembly.Module | ArrayBuffer | Uint8Array | Response | URL | string;

export interface WasiOptions {
  /** what the program is called: its argument 0, and its name in errors; by default that of its file */
  readonly name?: string;
  /** the arguments after the program's name */
  readonly args?: readonly string[];
  /** its whole environment: nothing of the host's is passed on */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * What is in its folder `/`, which is also where it starts. Nested records are folders; a string is a file's text; a URL
   * is read (on Node a file or a whole folder by `file:`). What it writes stays in memory: see `files` of the result.
   */
  readonly files?: ProgramFiles;
  readonly stdin?: string | Uint8Array | Blob;
  /**
   * What `random_get` draws from. Within a run by default the run's seed and how many programs the run has started before;
   * outside of any, and with null, the platform's entropy.
   */
  readonly seed?: Seed | null;
  /**
   * "virtual" starts at 2000-01-01, is moved on by each look (1 µs) and by sleeping, which takes no time: the same in every
   * run. By default "system".
   */
  readonly clock?: ClockKind;
  /** in front of the names of artifacts, where a run starts several programs */
  readonly artifactFolder?: string;
  /** for its memory, and again for all that it writes to files, where it is told that the disk is full */
  readonly memoryLimitBytes?: number;
  /** looked at whenever the program calls out (prints, reads a file …); a timer can't end what holds the thread */
  readonly timeoutSeconds?: number;
  /** looked at at the same moments */
  readonly signal?: AbortSignal;
  /** further modules of imports, besides WASI's own, by their names */
  readonly imports?: WebAssembly.Imports;
  /** calls a library (reactor), which has no `_start`; what it returns is the result's `value` */
  readonly invoke?: (exports: WebAssembly.Exports) => unknown;
}

export interface WasiResult {
  readonly exitCode: number;
  /** the last 1,048,576 characters that it printed */
  readonly stdout: string;
  readonly stderr: string;
  /** something is missing at the beginning of `stdout` or `stderr` (never in what the run has captured) */
  readonly isTruncated: boolean;
  /** what it wrote or changed, by the name within its folder */
  readonly files: WrittenFiles;
  /** what `invoke` has returned */
  readonly value: unknown;
}

export type RunWasi = (module: WasiModule | Promise<WasiModule>, options?: WasiOptions) => Promise<WasiResult>;
