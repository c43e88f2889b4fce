import { getByDottedPath, iteratePrefixes, joinPaths } from "../config/paths.ts";
import { compareCodePoints } from "../config/code-points.ts";
import { ConfigAddedError, didYouMean } from "../errors/index.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";

/** A warning, and the scaffold whose logger tells it. */
export interface ConfigWarning {
  readonly scaffold: Scaffold;
  readonly text: string;
}

/**
 * Warns about what looks like a mistake: entries that were added, changes of type, ingredients that a scope wanted to
 * overwrite.
 *
 * @throws {ConfigAddedError} for all added entries at once that no captured function uses
 */
export function findSuspiciousChanges(scaffolding: Scaffolding, warn: (warning: ConfigWarning) => void): void {
  const unused: { path: string; scaffold: Scaffold }[] = [];
  for (const scaffold of scaffolding.values()) {
    const uses = usedEntries(scaffold);
    const isNamedDoc = Object.hasOwn(scaffold.presets, "__doc__");
    for (const added of [...scaffold.marks.added].sort(compareCodePoints)) {
      // Nobody has added it: it is what a named config says about itself.
      if (added === "__doc__" && isNamedDoc) continue;
      if (uses !== "unknown" && ![...iteratePrefixes(added)].some((prefix) => uses.has(prefix))) {
        unused.push({ path: joinPaths(scaffold.path, added), scaffold });
      } else if (unused.length === 0) warn({ scaffold, text: `Added new config entry: "${added}"` });
    }
    if (unused.length > 0) continue;
    for (const [path, [from, to]] of scaffold.marks.typechanged) {
      warn({ scaffold, text: `Changed type of config entry "${path}" from ${from} to ${to}` });
    }
    for (const name of scaffold.summaries.flatMap(({ ignoredFallbacks }) => ignoredFallbacks)) {
      warn({ scaffold, text: `Ignored attempt to set value of "${name}", because it is an ingredient.` });
    }
  }
  if (unused.length > 0) throw unusedError(unused);
}

/** The dotted paths that captured functions of the ingredient ask for. */
function usedEntries(scaffold: Scaffold): Set<string> | "unknown" {
  const uses = new Set(["__doc__"]);
  for (const { parameters, prefix } of scaffold.definition.capturedFunctions) {
    if (!parameters.known) return "unknown";
    for (const { name } of parameters.entries) uses.add(joinPaths(prefix, name));
  }
  return uses;
}

function unusedError(unused: readonly { path: string; scaffold: Scaffold }[]): ConfigAddedError {
  const lines = unused.map(({ path, scaffold }) => {
    const own = path.slice(scaffold.path === "" ? 0 : scaffold.path.length + 1);
    const value = own === "" ? undefined : getByDottedPath(scaffold.config, own);
    const shown = value === undefined ? "" : ` = ${JSON.stringify(value)}`;
    const item = /\[|\.\d+(?:\.|$)/.test(path) ? " An item of a list isn't set by itself: give the whole list." : "";
    const advice = `${didYouMean(path, knownEntries(scaffold))}${item}`;
    return `  ${path}${shown}${advice === "" ? "" : `:${advice}`}`;
  });
  return new ConfigAddedError(
    `Added new config entry that is not used anywhere:\n${lines.join("\n")}\nNo scope sets and no function captured so far takes any of that. (The option --force turns this check off.)`,
    { conflictingConfigs: unused.map(({ path }) => path) },
  );
}

function knownEntries(scaffold: Scaffold): string[] {
  const added = new Set([...scaffold.marks.added].map((path) => path.split(".")[0]));
  const own = Object.keys(scaffold.config).filter((name) => !added.has(name));
  const used = usedEntries(scaffold);
  const asked = used === "unknown" ? [] : [...used].filter((name) => !name.startsWith("_"));
  return [...own, ...asked].map((name) => joinPaths(scaffold.path, name));
}
