import { UnsupportedError } from "../errors/index.ts";
import { type CliOption, cliOption } from "./option.ts";

/** Sacred's --pdb, which each host does its own way; --inspect is the same. */
export function pdbOption(doc: string, apply: CliOption["apply"]): CliOption {
  const option = cliOption("-D, --pdb", doc, apply);
  return { ...option, aliases: [...option.aliases, "--inspect"] };
}

/** An option whose observer this version doesn't have: it is listed, and says so when it is used. */
export function unavailableOption(flags: string, doc: string, what: string): CliOption {
  return cliOption(flags, `${doc} (not available yet)`, () => {
    throw new UnsupportedError(
      `${what} is not available in this version of sacred-ts. Use -F BASEDIR to store runs in folders.`,
    );
  });
}

/**
 * The options that need nothing of a host. Their keys are Sacred's. What they do is loaded with the first one that is set
 * (stock-effects.ts); `--help`, `--loglevel` and `--print-config` are asked for elsewhere.
 */
export const STOCK_OPTIONS: readonly CliOption[] = [
  stockOption("-b, --beat-interval SECONDS", "Set the time between two heartbeats."),
  stockOption("-C, --capture MODE", "How output is captured: no, sys or fd."),
  stockOption("-c, --comment COMMENT", "Add a comment to this run."),
  stockOption("-d, --debug", "Don't warn about missing observers, and show whole stacks."),
  stockOption("-e, --enforce_clean", "Fail if any version control repository is dirty."),
  stockOption("-f, --force", "Don't check for suspicious changes of the configuration."),
  stockOption("-h, --help", "Print this help."),
  stockOption("-i, --id ID", "Set the id of this run."),
  stockOption("-l, --loglevel LEVEL", "Set the log level: DEBUG, INFO, WARNING, ERROR, CRITICAL or a number."),
  stockOption("-n, --name NAME", "Set the name of this run."),
  stockOption("-P, --priority NUMBER", "Set the priority of a queued run."),
  stockOption("-p, --print-config", "Print the configuration first."),
  stockOption("-q, --queue", "Only queue this run, don't start it."),
  stockOption("-u, --unobserved", "Ignore all observers for this run."),
];

function stockOption(flags: string, doc: string): CliOption {
  const option = cliOption(flags, doc, async (value, run) => {
    const { STOCK_EFFECTS } = await import("./stock-effects.ts");
    await STOCK_EFFECTS[option.long]?.(value, run);
  });
  return option;
}
