import type { AnyCaptured } from "../captured/captured-function.ts";
import type { Parameters } from "../captured/parameters.ts";

/** A captured function that can be started by name. */
export interface Command {
  readonly name: string;
  /** prefix and name: what observers are told, as Sacred does */
  readonly path: string;
  readonly doc: string | undefined;
  readonly parameters: Parameters;
  /** its runs are not observed */
  readonly unobserved: boolean;
  readonly captured: AnyCaptured;
}

export interface HookOptions {
  readonly name?: string;
  /** dotted path of the dictionary of entries that the function is given */
  readonly prefix?: string;
}

export interface CommandOptions {
  readonly prefix?: string | undefined;
  readonly unobserved?: boolean | undefined;
  /** what `help` says about it */
  readonly doc?: string | undefined;
}

export interface MainOptions extends CommandOptions {
  /** by default the function's own name, else "main"; "main" always works, too */
  readonly name?: string | undefined;
}
