import { joinPaths } from "../config/paths.ts";
import { deepFreeze } from "../config/freeze.ts";
import { ConfigAddedError, ConfigKeyError, NamedConfigNotFoundError } from "../errors/index.ts";
import type { Logger } from "../logging/logger.ts";
import type { RunSetup, SacredRealm } from "../run/run-setup.ts";
import { Run } from "../run/run.ts";
import { seedToBigint, seedToValue } from "../random/seed.ts";
import type { Dict } from "../values.ts";
import { bind } from "./bindings.ts";
import { configure } from "./configure.ts";
import { wholeConfiguration } from "./configuration.ts";
import type { IngredientDefinition } from "./definition.ts";
import { collectModifications, type ConfigModifications } from "./modifications.ts";
import { type Scaffolding } from "./scaffold.ts";
import { type Seeds, setUpSeeds } from "./seeds.ts";
import { type ConfigWarning, findSuspiciousChanges } from "./suspicious-changes.ts";

export interface ResolveRequest {
  readonly experiment: IngredientDefinition;
  readonly commandName: string;
  readonly configUpdates: object;
  readonly namedConfigs: readonly string[];
  readonly force: boolean;
  readonly rootLogger: Logger;
  readonly runLogger: Logger;
  readonly realm: SacredRealm;
  /** checks the configuration after hooks and before seeds */
  readonly validate: (config: Dict) => Promise<void> | undefined;
}

/** A configuration with everything that follows from it, before any run. */
export interface Resolved {
  readonly config: Dict;
  readonly modifications: ConfigModifications;
  readonly warnings: readonly string[];
  readonly seeds: Seeds;
  readonly scaffolding: Scaffolding;
  readonly validation: Promise<void> | undefined;
}

/**
 * Settles a configuration: Sacred's configuration process, validation, seeds, and the checks for likely mistakes. Several of them are
 * told together.
 *
 * @throws {ConfigError}
 */
export function resolve(request: ResolveRequest): Resolved {
  try {
    return settle(request);
  } catch (error) {
    throw error instanceof NamedConfigNotFoundError ? withFurtherMistakes(error, request) : error;
  }
}

/** Without the named configs that aren't there, what else is wrong? */
function withFurtherMistakes(error: NamedConfigNotFoundError, request: ResolveRequest): NamedConfigNotFoundError {
  try {
    settle({ ...request, namedConfigs: request.namedConfigs.filter((name) => !error.names.includes(name)) });
  } catch (further) {
    if (further instanceof ConfigAddedError || further instanceof ConfigKeyError) return error.and(further);
  }
  return error;
}

function settle(request: ResolveRequest): Resolved {
  const { realm } = request;
  const { host, settings } = realm;
  const scaffolding = configure({ ...request, host, settings });
  const validation = request.validate(deepFreeze(wholeConfiguration(scaffolding)));
  // Awaited when the run starts. If something fails before that, its own rejection must not be "unhandled".
  validation?.catch(() => undefined);
  const seeds = setUpSeeds(scaffolding, settings.config.randomBackend, host.entropy);
  const config = deepFreeze(wholeConfiguration(scaffolding));
  const warnings: string[] = [];
  const warn = ({ scaffold, text }: ConfigWarning): void => {
    warnings.push(text);
    scaffold.logger.warning(text);
  };
  for (const scaffold of scaffolding.values()) {
    for (const { path, text } of scaffold.remarks)
      warn({ scaffold, text: `The entry "${joinPaths(scaffold.path, path)}" ${text}` });
  }
  if (!request.force) findSuspiciousChanges(scaffolding, warn);
  const modifications = collectModifications(scaffolding, host.sources, settings.config);
  return { config, modifications, warnings, seeds, scaffolding, validation };
}

export type RunParts = Omit<
  RunSetup,
  | "realm"
  | "config"
  | "configModifications"
  | "seed"
  | "bindings"
  | "warnings"
  | "validation"
  | "force"
  | "rootLogger"
  | "runLogger"
>;

/** A run with a settled configuration, ready to be started. */
export function createRun(request: ResolveRequest, parts: (resolved: Resolved) => RunParts): Run {
  const resolved = resolve(request);
  const { config, modifications, warnings, validation } = resolved;
  const seed = config["seed"];
  return new Run({
    ...parts(resolved),
    realm: request.realm,
    rootLogger: request.rootLogger,
    runLogger: request.runLogger,
    force: request.force,
    config,
    configModifications: modifications,
    seed: seedToValue(seedToBigint(seed)),
    bindings: (run) => bind(resolved, run, request.realm.settings),
    warnings,
    validation,
  });
}
