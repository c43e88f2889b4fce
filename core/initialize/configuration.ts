import { getByDottedPath, isPrefix, relPath } from "../config/paths.ts";
import { defineEntry } from "../config/define-entry.ts";
import { ConfigError } from "../errors/index.ts";
import { type Dict, isDict, type Value } from "../values.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";

/** `dict` with `value` at a dotted path; shares everything that doesn't change. */
export function withEntryAt(dict: Dict, path: string, value: Value): Dict {
  const dot = path.indexOf(".");
  const key = dot < 0 ? path : path.slice(0, dot);
  const copy: Dict = { ...dict };
  if (dot < 0) {
    defineEntry(copy, key, value);
    return copy;
  }
  const inner: Value = Object.hasOwn(dict, key) ? (dict[key] ?? null) : {};
  if (!isDict(inner)) {
    throw new ConfigError(
      `The configuration of an ingredient belongs at "${path}", but "${key}" is set to ${JSON.stringify(inner)}, which can't hold it.`,
      { conflictingConfigs: [key] },
    );
  }
  defineEntry(copy, key, withEntryAt(inner, path.slice(dot + 1), value));
  return copy;
}

/** The configuration of everything so far: ingredients without any configuration don't show up. */
export function wholeConfiguration(scaffolding: Scaffolding): Dict {
  let config: Dict = scaffolding.get("")?.config ?? {};
  for (const { path, config: own } of byPathDepth(scaffolding.values())) {
    if (path !== "" && Object.keys(own).length > 0) config = withEntryAt(config, path, own);
  }
  return config;
}

/** A scaffold's own configuration with those of the ingredients whose path lies below its own. */
export function nestedConfiguration(scaffold: Scaffold, scaffolding: Scaffolding): Dict {
  let { config } = scaffold;
  if (scaffold.path === "") return config;
  for (const { path, config: own } of byPathDepth(scaffolding.values())) {
    if (isPrefix(scaffold.path, path) && Object.keys(own).length > 0) {
      config = withEntryAt(config, relPath(scaffold.path, path), own);
    }
  }
  return config;
}

/** Where a scaffold sees an ingredient: below its own path, the common part is left away. */
export function visiblePath(scaffold: Scaffold, ingredient: Scaffold): string {
  const { path } = ingredient;
  return scaffold.path !== "" && isPrefix(scaffold.path, path) ? relPath(scaffold.path, path) : path;
}

/**
 * What the captured functions of a scaffold are filled from: its configuration and those of all that it uses. An ingredient
 * without a configuration of its own is an empty dictionary, whatever lies below its path (as in Sacred).
 */
export function fixture(scaffold: Scaffold, scaffolding: Scaffolding): Dict {
  const own = ({ config: set }: Scaffold, nested: () => Dict): Dict => (Object.keys(set).length === 0 ? {} : nested());
  const whole = (part: Scaffold): Dict =>
    own(part, () => withEmptyIngredients(part, part, nestedConfiguration(part, scaffolding)));
  let config = scaffold.path === "" ? scaffold.config : whole(scaffold);
  const add = (user: Scaffold): void => {
    for (const used of user.subrunners) {
      add(used);
      config = withEntryAt(config, visiblePath(scaffold, used), whole(used));
    }
  };
  add(scaffold);
  return config;
}

/**
 * An ingredient without any configuration is an empty dictionary in that of its user, if that one's stands in another's
 * again: this is where Sacred's functions see it.
 */
function withEmptyIngredients(scaffold: Scaffold, user: Scaffold, config: Dict): Dict {
  let result = config;
  for (const used of user.subrunners) {
    if (!isPrefix(scaffold.path, used.path)) continue;
    const path = relPath(scaffold.path, used.path);
    if (user !== scaffold && getByDottedPath(result, path) === null) result = withEntryAt(result, path, {});
    result = withEmptyIngredients(scaffold, used, result);
  }
  return result;
}

function byPathDepth(scaffolds: Iterable<Scaffold>): Scaffold[] {
  return [...scaffolds].toSorted((a, b) => a.path.split(".").length - b.path.split(".").length);
}
