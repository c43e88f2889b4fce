import { CommandNotFoundError, didYouMean } from "../errors/index.ts";
import { createRun, resolve, type Resolved, type ResolveRequest } from "../initialize/create-run.ts";
import { sortIngredients } from "../initialize/traverse.ts";
import { adaptLogger } from "../logging/adapt-logger.ts";
import type { Logger } from "../logging/logger.ts";
import { createStreamLogger } from "../logging/stream-logger.ts";
import type { RunObserver } from "../run/observer.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { BaseExperiment } from "./base-experiment.ts";
import type { Command } from "./command.ts";
import { assertList, assertOptions, isText } from "./definition-checks.ts";
import { knownInfo } from "./experiment-info.ts";
import type { BaseIngredient } from "./ingredient.ts";
import { allOptions, type RunOptions } from "./options.ts";
import { optionsInAnySpelling, readOptions } from "./run-options.ts";
import { validateConfig } from "./validation.ts";

/** What a run is started with. */
export interface RunRequest {
  /** the main function's by default; `ingredient.name` for one of an ingredient */
  readonly commandName?: string | undefined;
  /** changes of the configuration: nested, with dotted keys, or both */
  readonly configUpdates?: object | undefined;
  readonly namedConfigs?: readonly string[] | undefined;
  /** the start of `run.info` */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  /** stored with the run */
  readonly metaInfo?: Readonly<Record<string, unknown>> | undefined;
  /** options of the command line: `{ loglevel: "ERROR" }`, `{ "--loglevel": "ERROR" }` or `{ "-l": "ERROR" }` */
  readonly options?: RunOptions | undefined;
}

const REQUEST_NAMES: readonly string[] = [
  "commandName",
  "configUpdates",
  "namedConfigs",
  "info",
  "metaInfo",
  "options",
  "signal",
];

/** A run that isn't started yet, and the options that are still to be applied to it. */
export interface RequestedRun {
  readonly run: Run;
  readonly options: Record<string, unknown>;
}

/** @throws {SacredError} if the request can't be understood, or the configuration can't be settled */
export function createRequestedRun(experiment: BaseExperiment, realm: SacredRealm, request: RunRequest): RequestedRun {
  const options = optionsOf(experiment, realm, request);
  const { commandName = experiment.defaultCommand } = request;
  const command = commandOf(experiment, commandName);
  const resolveRequest = resolveRequestOf(experiment, realm, request, commandName ?? command.name, options);
  const { captured } = command;
  const ingredients = sortIngredients<BaseIngredient>(experiment);
  const run = createRun(resolveRequest, () => ({
    command: { ...command, invoke: (args) => captured(...args) },
    observers: experiment.observers,
    knownInfo: () => knownInfo(experiment, experiment.mainSite ?? experiment.site, realm),
    experimentInfo: (warn) => experiment.getExperimentInfo(warn),
    hostInfo: () => realm.host.info.hostInfo(experiment.additionalHostInfo),
    preRunHooks: ingredients.flatMap(({ preRunHooks }) => preRunHooks),
    postRunHooks: ingredients.flatMap(({ postRunHooks }) => postRunHooks),
    capturedOutFilter: experiment.capturedOutFilter,
  }));
  Object.assign(run.info, request.info);
  run.metaInfo = {
    command: resolveRequest.commandName,
    options,
    named_configs: [...resolveRequest.namedConfigs],
    ...(request.configUpdates === undefined ? {} : { config_updates: request.configUpdates }),
    ...request.metaInfo,
  };
  if (experiment.interactive) {
    run.metaInfo["interactive"] = true;
    run.isShown = true;
  }
  return { run, options };
}

/** The configuration alone. @throws as `createRequestedRun` */
export function resolveRequested(experiment: BaseExperiment, realm: SacredRealm, request: RunRequest): Resolved {
  const options = optionsOf(experiment, realm, request);
  // Without a main function nothing can be run, but its configuration can be settled.
  if (request.commandName !== undefined) commandOf(experiment, request.commandName);
  const commandName = request.commandName ?? experiment.defaultCommand ?? "main";
  return resolve(resolveRequestOf(experiment, realm, request, commandName, options));
}

function optionsOf(experiment: BaseExperiment, realm: SacredRealm, request: RunRequest): Record<string, unknown> {
  assertOptions(`A run of "${experiment.path}"`, request, REQUEST_NAMES);
  const given = request.options ?? {};
  assertOptions("`options`", given);
  assertList("Named configs", request.namedConfigs ?? [], isText);
  assertList("Observers", experiment.observers, isObserver);
  const known = allOptions(experiment, realm);
  const options = readOptions(given, known, experiment.getDefaultOptions());
  for (const hook of experiment.optionHooks)
    hook(optionsInAnySpelling(options, known, `The option hook "${hook.name || "nameless"}"`));
  return options;
}

function isObserver(value: unknown): value is RunObserver {
  return typeof value === "object" && value !== null && "forRun" in value && typeof value.forRun === "function";
}

/** The command of a name like `stats`, or `dataset.stats` for one of an ingredient. @throws {CommandNotFoundError} */
function commandOf(experiment: BaseExperiment, name: string = ""): Command {
  const commands = new Map(experiment.gatherCommands());
  // "main" always works, whatever the main function is called.
  const command = commands.get(name) ?? (name === "main" ? commands.get(experiment.defaultCommand ?? "") : undefined);
  if (command !== undefined) return command;
  const names = [...commands.keys()];
  const what =
    name === ""
      ? "There is no command to be run. Define a main function, or name a command."
      : `Command "${name}" not found.${didYouMean(name, names)}`;
  throw new CommandNotFoundError(`${what} Available commands are: ${names.join(", ")}.`);
}

function resolveRequestOf(
  experiment: BaseExperiment,
  realm: SacredRealm,
  request: RunRequest,
  commandName: string,
  options: Readonly<Record<string, unknown>>,
): ResolveRequest {
  const rootLogger = rootLoggerOf(experiment, realm);
  const level = options["--loglevel"];
  if (typeof level === "string" || typeof level === "number") rootLogger.setLevel(level);
  return {
    experiment,
    commandName,
    configUpdates: request.configUpdates ?? {},
    namedConfigs: request.namedConfigs ?? [],
    force: options["--force"] === true,
    rootLogger,
    runLogger: rootLogger.child(experiment.path),
    realm,
    validate: (config) => validateConfig(config, experiment.schemas),
  };
}

function rootLoggerOf({ logger }: BaseExperiment, { host }: SacredRealm): Logger {
  if (logger === undefined) return createStreamLogger((text, level) => host.terminal.err(text, level));
  return adaptLogger(Object(logger), host.loggers);
}
