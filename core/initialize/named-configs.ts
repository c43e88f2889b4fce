import { isPrefix, iterateFlattened, joinPaths, relPath, setByDottedPath } from "../config/paths.ts";
import { type ConfigSource, dictionarySource } from "../config/config-source.ts";
import { didYouMean, NamedConfigNotFoundError } from "../errors/index.ts";
import type { HostFiles } from "../host.ts";
import type { Dict } from "../values.ts";
import { withEntryAt } from "./configuration.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";
import { scopeSetting } from "./scope-setting.ts";

/** A named config, or what a file holds, and the scaffold that it is for. */
interface NamedConfig {
  readonly scaffold: Scaffold;
  readonly source: ConfigSource;
}

/** @throws {NamedConfigNotFoundError} for all at once that aren't there */
export function findNamedConfigs(names: readonly string[], scaffolding: Scaffolding, files: HostFiles): NamedConfig[] {
  const missing: string[] = [];
  const found = names.flatMap((name) => {
    const named = find(name, scaffolding, files);
    if (named === undefined) missing.push(name);
    return named ?? [];
  });
  if (missing.length > 0) throw notFound(missing, scaffolding, files);
  return found;
}

/**
 * Runs the named configs in order. Each keeps what the user has updated and sees what the ones before it gave; what it
 * gives is written into `updates`, where a later one may overwrite it.
 */
export function applyNamedConfigs(
  namedConfigs: readonly NamedConfig[],
  scaffolding: Scaffolding,
  updates: Dict,
  keyRules: number,
): void {
  for (const { scaffold, source } of namedConfigs) {
    const fixed = updatesWithIngredients(scaffold);
    const setting = { ...scopeSetting(scaffold, fixed, scaffold.presets, keyRules), isNamed: true };
    const { config, remarks } = source.evaluate(setting);
    scaffold.remarks.push(...remarks);
    for (const [path, value] of iterateFlattened(config)) {
      const whole = joinPaths(scaffold.path, path);
      const owner = ownerOf(whole, scaffolding);
      setByDottedPath(owner.presets, relPath(owner.path, whole), value);
      setByDottedPath(updates, whole, value);
    }
  }
}

function find(name: string, scaffolding: Scaffolding, files: HostFiles): NamedConfig | undefined {
  const root = scaffolding.get("");
  if (root !== undefined && files.isFile(name)) {
    if (root.definition.namedConfigs.has(name)) {
      root.logger.info(`"${name}" is read as a file, although there is a named config of that name, too.`);
    }
    const { config, remarks } = files.readConfig(name);
    return { scaffold: root, source: dictionarySource(config, () => ({}), remarks) };
  }
  const dot = name.lastIndexOf(".");
  const path = dot < 0 ? "" : name.slice(0, dot);
  const scaffold = scaffolding.get(path);
  const source = scaffold?.definition.namedConfigs.get(name.slice(dot + 1));
  return scaffold !== undefined && source !== undefined ? { scaffold, source } : undefined;
}

function notFound(names: readonly string[], scaffolding: Scaffolding, files: HostFiles): NamedConfigNotFoundError {
  const all = [...scaffolding.values()].flatMap((each) =>
    [...each.definition.namedConfigs.keys()].map((key) => joinPaths(each.path, key)),
  );
  const available = all.length === 0 ? "There are no named configs." : `Available named configs: ${all.join(", ")}.`;
  const lines = names.map((name) => {
    const path = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    const why = scaffolding.has(path) ? "" : ` There is neither a file of that name nor an ingredient "${path}".`;
    return `Named config not found: "${name}".${didYouMean(name, all)}${why}${files.hint?.(name) ?? ""}`;
  });
  return new NamedConfigNotFoundError(`${lines.join("\n")} ${available}`, { names });
}

/** The updates of a scaffold together with those of the ingredients below its path. */
function updatesWithIngredients(scaffold: Scaffold): Dict {
  let { updates } = scaffold;
  for (const used of scaffold.subrunners) {
    if (!isPrefix(scaffold.path, used.path)) continue;
    const inner = updatesWithIngredients(used);
    if (Object.keys(inner).length > 0) updates = withEntryAt(updates, relPath(scaffold.path, used.path), inner);
  }
  return updates;
}

/** The ingredient with the longest path above an entry. */
function ownerOf(path: string, scaffolding: Scaffolding): Scaffold {
  let owner: Scaffold | undefined;
  for (const scaffold of scaffolding.values()) {
    const matches = scaffold.path === "" || scaffold.path === path || isPrefix(scaffold.path, path);
    if (matches && (owner === undefined || scaffold.path.length > owner.path.length)) owner = scaffold;
  }
  if (owner === undefined) throw new Error("The scaffolding has no root.");
  return owner;
}
