import { nameErrorClasses, SacredError, type SacredErrorOptions } from "../../core/errors/sacred-error.ts";
import type { WrittenFiles } from "./files.ts";

/** What a program had left behind when it failed. */
export interface ProgramRemains {
  /** the end of what it had printed, as in the result of one that ended well */
  readonly stdout: string;
  readonly stderr: string;
  /** the files that it had written or changed by then */
  readonly files: WrittenFiles;
}

export interface WasiErrorOptions extends SacredErrorOptions {
  readonly remains?: ProgramRemains;
}

/** A WASI program can't be run, or has crashed; `cause` is the engine's own error then, with the stack of the program. */
export class WasiError extends SacredError {
  readonly stdout: string;
  readonly stderr: string;
  readonly files: WrittenFiles;

  constructor(message: string, options: WasiErrorOptions = {}) {
    super(message, options);
    const { stdout, stderr, files } = options.remains ?? { stdout: "", stderr: "", files: {} };
    this.stdout = stdout;
    this.stderr = stderr;
    this.files = files;
  }
}

nameErrorClasses({ WasiError });
