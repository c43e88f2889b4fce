import { isPrefix, relPath } from "../config/paths.ts";
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

/** The configuration of everything so far. */
export function wholeConfiguration(scaffolding: Scaffolding, areEmptyShown: boolean = false): Dict {
  let config: Dict = scaffolding.get("")?.config ?? {};
  for (const scaffold of byPathDepth(scaffolding.values())) {
    const { path, config: own } = scaffold;
    if (path !== "" && (areEmptyShown || !isEmpty(scaffold))) config = withEntryAt(config, path, own);
  }
  return config;
}

/** Where a scaffold sees an ingredient: below its own path, the common part is left away. */
function visiblePath(scaffold: Scaffold, ingredient: Scaffold): string {
  const { path } = ingredient;
  return scaffold.path !== "" && isPrefix(scaffold.path, path) ? relPath(scaffold.path, path) : path;
}

/** What a scope of `scaffold` sees of others: the ingredients that it uses itself, and what these use below their paths. */
export function scopeView(scaffold: Scaffold): Dict {
  const { subrunners } = scaffold;
  const isSeen = (part: Scaffold): boolean =>
    subrunners.some((used) => used === part || isPrefix(used.path, part.path));
  return withParts(scaffold, {}, usedBy(scaffold).filter(isSeen));
}

/**
 * What the captured functions of a scaffold are filled from: its own entries and all ingredients that it uses, directly or
 * not. Of what lies below the path of another one, Sacred shows only this: what has entries, below one that has; and empty
 * ones whose user has entries, and lies itself below one that has.
 */
export function functionView(scaffold: Scaffold): Dict {
  const used = byPathDepth(usedBy(scaffold));
  const isSeen = (part: Scaffold): boolean => {
    const [top, ...above] = used.filter(({ path }) => isPrefix(path, part.path));
    if (top === undefined || isEmpty(top) || !isEmpty(part)) return top === undefined || !isEmpty(top);
    const user = above.pop();
    if (user !== undefined) return !isEmpty(user);
    return scaffold.path !== "" && isPrefix(scaffold.path, top.path) && !isEmpty(scaffold);
  };
  return withParts(scaffold, scaffold.config, used.filter(isSeen));
}

function usedBy({ subrunners }: Scaffold): Scaffold[] {
  return [...new Set(subrunners.flatMap((used) => [used, ...usedBy(used)]))];
}

function isEmpty({ config }: Scaffold): boolean {
  return Object.keys(config).length === 0;
}

/** `own` with the configurations of `parts`, each where `scaffold` sees it. */
function withParts(scaffold: Scaffold, own: Dict, parts: readonly Scaffold[]): Dict {
  let config = own;
  for (const part of byPathDepth(parts)) config = withEntryAt(config, visiblePath(scaffold, part), part.config);
  return config;
}

function byPathDepth(scaffolds: Iterable<Scaffold>): Scaffold[] {
  return [...scaffolds].toSorted((a, b) => a.path.split(".").length - b.path.split(".").length);
}
