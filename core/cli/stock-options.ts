import { UnsupportedError } from "../errors/index.ts";
import { type CliOption, cliOption } from "./option.ts";

/** Sacred's --pdb, which each host does its own way; --inspect is the same. */
export function pdbOption(doc: string, apply: CliOption["apply"]): CliOption {
  return { ...cliOption("-D, --pdb", doc, apply), aliases: ["--inspect"] };
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
  "-b, --beat-interval SECONDS",
  "-C, --capture MODE",
  "-c, --comment COMMENT",
  "-d, --debug",
  "-e, --enforce_clean",
  "-f, --force",
  "-h, --help",
  "-i, --id ID",
  "-l, --loglevel LEVEL",
  "-n, --name NAME",
  "-P, --priority NUMBER",
  "-p, --print-config",
  "-q, --queue",
  "-u, --unobserved",
].map(stockOption);

/** What the usage says of it is in stock-docs.ts. */
function stockOption(flags: string): CliOption {
  const option = cliOption(flags, "", async (value, run) => {
    const { STOCK_EFFECTS } = await import("./stock-effects.ts");
    await STOCK_EFFECTS[option.long]?.(value, run);
  });
  return option;
}
