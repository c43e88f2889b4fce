import { DefinitionError } from "../errors/index.ts";
import type { Run } from "../run/run.ts";

/** An option of the command line. */
export interface CliOption {
  /** like `-b`; undefined where there is none */
  readonly short: string | undefined;
  /** the name under which its value is kept and passed, like `--beat_interval` */
  readonly long: string;
  /** other names that mean the same, dashes, underscores and capitals aside */
  readonly aliases: readonly string[];
  /** how the argument is called in the usage; undefined for a flag */
  readonly argument: string | undefined;
  readonly doc: string;
  /** Called with the argument's text (true for a flag) when the run has been made and not yet started. */
  apply(value: unknown, run: Run): void | Promise<void>;
}

/**
 * An option of your own.
 *
 * @param flags `-o, --own-flag` for a flag, `-o, --own-flag MESSAGE` for one with an argument
 * @throws {DefinitionError} if `flags` can't be understood
 *
 * @example
 * ```ts
 * const loud = cliOption("-L, --loud", "Print in capitals", (_on, run) => { run.info.loud = true; });
 * const ex = experiment("hello", { additionalCliOptions: [loud] });
 * ```
 */
export function cliOption(flags: string, doc: string, apply: CliOption["apply"]): CliOption {
  const match = /^(?:(-[A-Za-z0-9]),?\s+)?(--[A-Za-z0-9][\w-]*)(?:[=\s]\s*([A-Z_][A-Z0-9_]*))?$/.exec(flags.trim());
  const long = match?.[2];
  if (match === null || long === undefined) {
    throw new DefinitionError(
      `The flags of an option look like "-o, --own-flag" or "-o, --own-flag MESSAGE", not like ${JSON.stringify(flags)}.`,
    );
  }
  return { short: match[1], long, aliases: [], argument: match[3], doc, apply };
}

/** By what spellings are compared: `--beat_interval`, `beat-interval` and `beatInterval` are the same; `-F` and `-f` aren't. */
export function plainName(spelling: string): string {
  return spelling
    .replace(/^--/, "")
    .replace(/(?<!^-)[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replaceAll("_", "-");
}

/** All spellings of an option that differ. */
export function spellingsOf({ short, long, aliases }: CliOption): string[] {
  return [...(short === undefined ? [] : [short]), ...[long, ...aliases].map(plainName)];
}
