/**
 * Where a key of the maps "imports" and "exports" of a package.json leads (Node's documentation, "Resolution Algorithm
 * Specification", PACKAGE_IMPORTS_EXPORTS_RESOLVE). Undefined where it leads nowhere.
 *
 * @param key `#alias/x` for imports; `.` or `./sub/path` for exports
 * @returns a path relative to the package, or for imports the name of another package
 */
export function packageTarget(map: unknown, key: string, conditions: ReadonlySet<string>): string | undefined {
  const entries = entriesOf(map, key);
  const exact = entries.find(([pattern]) => pattern === key && !pattern.includes("*"));
  if (exact !== undefined) return pick(exact[1], "", conditions);
  const [best] = entries
    .filter(([pattern]) => matches(pattern, key))
    // The longest text in front of the star wins.
    .toSorted(([a], [b]) => b.indexOf("*") - a.indexOf("*") || b.length - a.length);
  if (best === undefined) return undefined;
  const [before = "", after = ""] = best[0].split("*");
  return pick(best[1], key.slice(before.length, key.length - after.length), conditions);
}

/** Exports may be given without a map, for the package itself. */
function entriesOf(map: unknown, key: string): [pattern: string, target: unknown][] {
  const isMap = typeof map === "object" && map !== null && !Array.isArray(map);
  const entries = isMap ? Object.entries(map) : [];
  if (key.startsWith("#") || entries.some(([pattern]) => pattern.startsWith("."))) return entries;
  return map === undefined ? [] : [[".", map]];
}

function matches(pattern: string, key: string): boolean {
  const [before = "", after = "", more] = pattern.split("*");
  if (more !== undefined || !pattern.includes("*")) return false;
  return key.startsWith(before) && key.endsWith(after) && key.length >= pattern.length;
}

/** The first of the alternatives that holds. */
function pick(target: unknown, star: string, conditions: ReadonlySet<string>): string | undefined {
  if (typeof target === "string") return target.replaceAll("*", () => star);
  if (typeof target !== "object" || target === null) return undefined;
  const alternatives = Array.isArray(target)
    ? target
    : Object.entries(target)
        .filter(([condition]) => condition === "default" || conditions.has(condition))
        .map(([, alternative]) => alternative);
  for (const alternative of alternatives) {
    const found = pick(alternative, star, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}
