import { parseParameters } from "../captured/parameters.ts";
import { assertKeys, keyRules } from "../config/config-keys.ts";
import {
  assertSynchronousScope,
  type ConfigSource,
  dictionarySource,
  functionSource,
  objectSource,
  statementSource,
} from "../config/config-source.ts";
import { deepFreeze } from "../config/freeze.ts";
import { normalizeValue } from "../config/normalize.ts";
import { isPlainObject } from "../config/plain-object.ts";
import { assertOptions } from "./definition-checks.ts";
import { ConfigScopeError, DefinitionError } from "../errors/index.ts";
import { describeValue } from "../errors/describe-value.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { isDict } from "../values.ts";

// What users write as a configuration, checked at the place where it is given. `method` is what they have called.

export interface ScopeOptions {
  /** printed above the entries by print_config */
  readonly doc?: string;
}

export interface NamedScopeOptions extends ScopeOptions {
  /** in a notebook, a scope takes the place of an earlier one of the same name; by default the function's own name */
  readonly name?: string;
}

/** A file by its address, or a path relative to the working folder. */
export type ConfigFile = string | URL;

/** An object of entries, or a function that returns one. @throws {ConfigScopeError} if it is neither */
export function writtenScope(
  { host }: SacredRealm,
  scope: unknown,
  options: ScopeOptions,
  method: Function,
): ConfigSource {
  const { doc } = scopeOptions(options, method);
  const site = host.sources.callSite(method);
  if (typeof scope === "function") {
    assertSynchronousScope(scope);
    const optional = parseParameters(scope, host.sources.tokenize)
      .entries.filter(({ hasDefault }) => hasDefault)
      .map(({ name }) => name);
    return functionSource((visible): unknown => Reflect.apply(scope, undefined, [visible]), optional, site, doc);
  }
  if (!isPlainObject(scope)) {
    throw new ConfigScopeError(
      `A scope is an object of entries, or a function that returns one, but this one is ${describeValue(scope)}.${
        typeof scope === "string" ? " A file is for addConfig or addNamedConfig." : ""
      }`,
    );
  }
  return objectSource(scope, site, doc);
}

/** A named config's name stands in front. */
function scopeOptions(options: ScopeOptions, { name }: Function): ScopeOptions {
  assertOptions(name, options, name.startsWith("named") ? ["doc"] : ["name", "doc"]);
  return options;
}

/** A function that assigns entries on its draft. @throws {ConfigScopeError} if it is something else */
export function writtenStatements(
  { host }: SacredRealm,
  scope: unknown,
  options: ScopeOptions,
  method: Function,
): ConfigSource {
  const { doc } = scopeOptions(options, method);
  if (typeof scope !== "function")
    throw new ConfigScopeError(`A statement scope is a function of a draft, but this one is ${describeValue(scope)}.`);
  assertSynchronousScope(scope);
  const site = host.sources.callSite(method);
  return statementSource((draft): unknown => Reflect.apply(scope, undefined, [draft]), site, doc);
}

/** A plain dictionary, or a file that holds one. @throws {DefinitionError} if there is something else in it */
export function writtenDictionary(
  { host, settings }: SacredRealm,
  config: object | ConfigFile,
  method: Function,
): ConfigSource {
  const site = host.sources.callSite(method);
  const isFile = typeof config === "string" || config instanceof URL;
  const read = isFile ? host.files.readConfig(config, site) : { config: normalizeValue(config, ""), remarks: [] };
  if (!isDict(read.config))
    throw new DefinitionError(`A configuration is a dictionary of entries, but this one is ${describeValue(config)}.`);
  assertKeys(deepFreeze(read.config), keyRules(settings.config));
  return dictionarySource(read.config, site, read.remarks);
}
