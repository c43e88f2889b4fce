import {
  CommandNotFoundError,
  didYouMean,
  SacredError,
  SacredInterrupt,
  SignalInterrupt,
  UsageError,
} from "../errors/index.ts";
import type { BaseExperiment } from "../experiment/base-experiment.ts";
import { allOptions } from "../experiment/options.ts";
import type { Command } from "../experiment/command.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { type ParsedArgv, parseArgv } from "./argv.ts";
import { hintFor } from "./hints.ts";
import { redactCredentials } from "./redact.ts";
import { shellWords } from "./shell-words.ts";
import type { SplitUpdates } from "./updates.ts";

/** How a program ends. */
const EXIT = { COMPLETED: 0, FAILED: 1, USAGE: 2, INTERRUPTED: 130 } as const;

/**
 * Runs what a command line says; errors are printed, and the program's exit code is set.
 *
 * @param argv the program's name first; by default the program's own
 */
export async function runCommandline(
  experiment: BaseExperiment,
  realm: SacredRealm,
  argv?: string | readonly string[],
): Promise<Run | undefined> {
  const { terminal } = realm.host;
  let program = terminal.programName();
  const state: { run: Run | undefined; debug: boolean; started: boolean } = {
    run: undefined,
    debug: false,
    started: false,
  };
  let words: readonly string[] = [];
  try {
    words = typeof argv === "string" ? shellWords(argv) : (argv?.map(String) ?? terminal.argv());
    if (argv !== undefined) program = words[0] ?? program;
    const parsed = parseArgv(words.slice(1), allOptions(experiment, realm));
    state.debug = parsed.options["--debug"] === true;
    const commands = new Map(experiment.gatherCommands());
    if (parsed.help) {
      terminal.out(`${await helpText(experiment, realm, parsed, commands, program)}\n`);
      return undefined;
    }
    return await execute(experiment, realm, parsed, state);
  } catch (error) {
    const [{ shortUsage }, { formatError }] = await Promise.all([import("./usage.ts"), import("./format-error.ts")]);
    const { sources } = realm.host;
    const hint = hintFor(error, words.slice(1));
    const told = formatError(error, shortUsage(program), { debug: state.debug, sources });
    terminal.err(`${redactCredentials(told + hint)}\n`);
    // The run is stored. Timers and sockets of a command that was cut off must not keep the program alive.
    if (error instanceof SignalInterrupt) terminal.exitNow(error.exitCode);
    else if (state.run?.isUncaught === true) terminal.exitNow(EXIT.FAILED);
    else terminal.exit(exitCode(error, state.started));
    return state.run;
  }
}

async function execute(
  experiment: BaseExperiment,
  realm: SacredRealm,
  parsed: ParsedArgv,
  state: { run: Run | undefined; started: boolean },
): Promise<Run> {
  const { configUpdates, namedConfigs, warnings } = await readUpdates(parsed, realm);
  for (const name of namedConfigs) assertNoCommand(experiment, name);
  const request = {
    commandName: parsed.command,
    configUpdates,
    namedConfigs,
    info: {},
    metaInfo: {},
    options: parsed.options,
  };
  const { run, finished } = experiment.start(request);
  state.run = run;
  for (const warning of warnings) run.runLogger.warning(warning);
  try {
    return await finished;
  } finally {
    state.started = run.hasBegun;
  }
}

/** `with seed=1 print_config` is a likely mistake. */
function assertNoCommand(experiment: BaseExperiment, name: string): void {
  const has = (all: Iterable<readonly [string, unknown]>): boolean => Array.from(all).some(([known]) => known === name);
  if (has(experiment.gatherNamedConfigs()) || !has(experiment.gatherCommands())) return;
  throw new UsageError(`"${name}" is a command: it stands in front of "with".`);
}

/** The grammar of values is loaded when there is a value to be read. */
async function readUpdates({ updates }: ParsedArgv, { settings }: SacredRealm): Promise<SplitUpdates> {
  if (updates.length === 0) return { configUpdates: {}, namedConfigs: [], warnings: [] };
  const { assertNamed, splitUpdates } = await import("./updates.ts");
  assertNamed(updates);
  return splitUpdates(updates, settings.commandLine.strictParsing);
}

/** 2 where nothing was run because of how it was asked for, 1 where the user's own code failed. */
function exitCode(error: unknown, started: boolean): number {
  if (error instanceof SacredInterrupt) return EXIT.INTERRUPTED;
  if (started || !(error instanceof SacredError)) return EXIT.FAILED;
  const isUsers = error.code === "CONFIG_SCOPE" && "cause" in error && !(error.cause instanceof SacredError);
  return isUsers ? EXIT.FAILED : EXIT.USAGE;
}

async function helpText(
  experiment: BaseExperiment,
  realm: SacredRealm,
  parsed: ParsedArgv,
  commands: ReadonlyMap<string, Command>,
  program: string,
): Promise<string> {
  const { commandHelp, longUsage } = await import("./usage.ts");
  if (parsed.command !== undefined) {
    const command = commands.get(parsed.command);
    if (command !== undefined) return commandHelp(command);
    const names = [...commands.keys()];
    throw new CommandNotFoundError(
      `Command "${parsed.command}" not found.${didYouMean(parsed.command, names)} Available commands are: ${names.join(", ")}.`,
    );
  }
  return longUsage({
    program,
    doc: experiment.doc,
    commands,
    defaultCommand: experiment.defaultCommand,
    options: allOptions(experiment, realm),
  });
}
