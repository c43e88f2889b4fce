import { assertKeys, keyRules } from "../config/config-keys.ts";
import { copyDict, deepFreeze } from "../config/freeze.ts";
import { normalizeValue } from "../config/normalize.ts";
import { iterateFlattened, recursiveUpdate } from "../config/paths.ts";
import { describeValue } from "../errors/describe-value.ts";
import { ConfigAddedError, ConfigError } from "../errors/index.ts";
import type { Host } from "../host.ts";
import type { Logger } from "../logging/logger.ts";
import type { Settings } from "../settings.ts";
import { type Dict, isDict } from "../values.ts";
import { distributeUpdates } from "../wasm/updates.ts";
import { type ChangeMarks, cohere, updateFrom } from "../wasm/summary.ts";
import { wholeConfiguration } from "./configuration.ts";
import type { ConfigHook, IngredientDefinition } from "./definition.ts";
import { applyNamedConfigs, findNamedConfigs } from "./named-configs.ts";
import { createScaffolding, type Scaffold, type Scaffolding } from "./scaffold.ts";
import { scopeSetting } from "./scope-setting.ts";

export interface ConfigurationRequest {
  readonly experiment: IngredientDefinition;
  readonly commandName: string;
  /** nested, dotted, or both */
  readonly configUpdates: object;
  readonly namedConfigs: readonly string[];
  readonly rootLogger: Logger;
  readonly runLogger: Logger;
  readonly host: Host;
  readonly settings: Settings;
}

/** Sacred's configuration process up to the seeds: updates, named configs, then each ingredient's scopes and hooks. */
export function configure(request: ConfigurationRequest): Scaffolding {
  const { experiment, rootLogger, settings, host } = request;
  const scaffolding = createScaffolding(experiment, rootLogger);
  const rules = keyRules(settings.config);
  const updates = nestedUpdates(request.configUpdates);
  const namedConfigs = findNamedConfigs(request.namedConfigs, scaffolding, host.files);
  distribute(updates, scaffolding, rules);
  if (namedConfigs.length > 0) {
    applyNamedConfigs(namedConfigs, scaffolding, updates, rules);
    distribute(updates, scaffolding, rules);
  }
  for (const scaffold of scaffolding.values()) {
    runScopes(scaffold, scaffolding, rules);
    runHooks(scaffold, scaffolding, request, rules);
  }
  return scaffolding;
}

function nestedUpdates(configUpdates: object): Dict {
  const normalized = normalizeValue(configUpdates, "");
  if (!isDict(normalized))
    throw new ConfigError(`Config updates are a dictionary of entries, not ${describeValue(configUpdates)}.`);
  return distributeUpdates(normalized, [""]).get("") ?? {};
}

function distribute(updates: Dict, scaffolding: Scaffolding, rules: number): void {
  const distributed = distributeUpdates(updates, [...scaffolding.keys()]);
  const whole = [...distributed].filter(([path, own]) => path !== "" && Object.hasOwn(own, "")).map(([path]) => path);
  if (whole.length > 0) {
    const lines = whole.map(
      (path) =>
        `"${path}" is an ingredient and can't be set as a whole: set its entries instead, like ${path}.NAME=VALUE.`,
    );
    throw new ConfigAddedError(lines.join("\n"), { conflictingConfigs: whole });
  }
  for (const [path, own] of distributed) {
    const scaffold = scaffolding.get(path);
    if (scaffold === undefined) continue;
    assertKeys(own, rules);
    scaffold.updates = deepFreeze(own);
  }
}

function runScopes(scaffold: Scaffold, scaffolding: Scaffolding, rules: number): void {
  const marks: ChangeMarks = {
    added: new Set(Array.from(iterateFlattened(scaffold.updates), ([path]) => path)),
    modified: new Set(),
    typechanged: new Map(),
  };
  cohere(marks);
  let config: Dict = {};
  const summaries = scaffold.definition.configurations.map((source) => {
    const result = source.evaluate(scopeSetting(scaffold, scaffold.updates, config, rules));
    ({ config } = result);
    updateFrom(marks, result);
    scaffold.remarks.push(...result.remarks);
    return result;
  });
  scaffold.config = summaries.length === 0 ? scaffold.updates : config;
  scaffold.summaries = summaries;
  scaffold.marks = marks;
}

/** What a hook has returned. @throws {ConfigError} that names the hook */
function hookUpdates({ name }: ConfigHook, returned: unknown, rules: number): Dict {
  try {
    const updates = normalizeValue(returned, "");
    if (!isDict(updates)) throw new ConfigError(`It is no dictionary, but ${describeValue(returned)}.`);
    // As in Sacred, a dot in a hook's key is a character like others.
    assertKeys(updates, rules, true);
    return updates;
  } catch (error) {
    if (error instanceof ConfigError) error.message += `\n  in what config hook ${name} returned`;
    throw error;
  }
}

/** What hooks return is merged over the configuration, except where an update says otherwise. No change is marked. */
function runHooks(scaffold: Scaffold, scaffolding: Scaffolding, request: ConfigurationRequest, rules: number): void {
  const { configHooks } = scaffold.definition;
  if (configHooks.length === 0) return;
  const whole = wholeConfiguration(scaffolding, true);
  const changes: Dict = {};
  for (const hook of configHooks) {
    const returned: unknown = hook(copyDict(whole), request.commandName, request.runLogger);
    if (returned === null || returned === undefined) continue;
    recursiveUpdate(changes, hookUpdates(hook, returned, rules));
  }
  recursiveUpdate(changes, copyDict(scaffold.updates));
  scaffold.config = deepFreeze(recursiveUpdate(copyDict(scaffold.config), changes));
}
