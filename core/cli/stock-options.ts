import { SacredError, UnsupportedError, UsageError } from "../errors/index.ts";
import type { CaptureMode } from "../host.ts";
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

/** The options that need nothing of a host. Their keys are Sacred's. */
export const STOCK_OPTIONS: readonly CliOption[] = [
  cliOption("-b, --beat-interval SECONDS", "Set the time between two heartbeats.", (value, run) => {
    const seconds = Number(value);
    if (!(seconds >= 0) || String(value).trim() === "") {
      throw new UsageError(`--beat-interval takes a number of seconds, but was given ${JSON.stringify(value)}.`);
    }
    run.beatInterval = seconds;
  }),
  cliOption("-C, --capture MODE", "How output is captured: no, sys or fd.", (value, run) => {
    // An unknown mode is an error when the run starts, as in Sacred.
    run.captureMode = String(value) as CaptureMode;
  }),
  cliOption("-c, --comment COMMENT", "Add a comment to this run.", (value, run) => {
    run.metaInfo["comment"] = value;
  }),
  cliOption("-d, --debug", "Don't warn about missing observers, and show whole stacks.", (_value, run) => {
    run.debug = true;
  }),
  cliOption("-e, --enforce_clean", "Fail if any version control repository is dirty.", async (_value, run) => {
    const { repositories } = await run.discoverExperimentInfo();
    if (repositories.length === 0) {
      throw new SacredError(
        "No version control detected: a clean repository can't be enforced. Put the sources under version control and " +
          "commit them; git has to be installed, to trust the folder (safe.directory), and not be turned off by saveGitInfo: false.",
        { filterTraceback: "always" },
      );
    }
    const dirty = repositories.filter((repository) => repository.dirty).map(({ url }) => url);
    if (dirty.length > 0)
      throw new SacredError(`These repositories have uncommitted changes: ${dirty.join(", ")}. Commit them first.`, {
        filterTraceback: "always",
      });
  }),
  cliOption("-f, --force", "Don't check for suspicious changes of the configuration.", (_value, run) => {
    run.force = true;
  }),
  cliOption("-h, --help", "Print this help.", () => undefined),
  cliOption("-i, --id ID", "Set the id of this run.", (value, run) => {
    run.id = String(value);
  }),
  // Applied when the run is made, so that it holds for the configuration, too.
  cliOption(
    "-l, --loglevel LEVEL",
    "Set the log level: DEBUG, INFO, WARNING, ERROR, CRITICAL or a number.",
    () => undefined,
  ),
  cliOption("-n, --name NAME", "Set the name of this run.", (value, run) => {
    const name = String(value);
    run.experimentInfo = { ...run.experimentInfo, name };
    run.runLogger = run.rootLogger.child(name);
  }),
  cliOption("-P, --priority NUMBER", "Set the priority of a queued run.", (value, run) => {
    const priority = Number(value);
    if (!Number.isFinite(priority) || String(value).trim() === "") {
      throw new UsageError(`The PRIORITY argument must be a number! (but was ${JSON.stringify(value)})`);
    }
    run.metaInfo["priority"] = priority;
  }),
  cliOption("-p, --print-config", "Print the configuration first.", () => undefined),
  cliOption("-q, --queue", "Only queue this run, don't start it.", (_value, run) => {
    run.queueOnly = true;
  }),
  cliOption("-u, --unobserved", "Ignore all observers for this run.", (_value, run) => {
    run.unobserved = true;
  }),
];
