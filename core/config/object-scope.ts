import { isDict, type Dict } from "../values.ts";
import { assignFixed } from "../wasm/merge.ts";
import { LiteralEntries } from "./literal-entries.ts";
import { newNotes } from "./normalize.ts";
import { readOnlyView } from "./read-only-view.ts";
import type { Assignments, ScopeSetting } from "./scope-result.ts";
import type { VisibleEntries } from "./visible.ts";

/**
 * Evaluates an object literal with computed entries: plain properties, getters, and dictionaries that hold both.
 *
 * @throws {ConfigError} that tells all mistakes
 */
export function evaluateObjectScope(literal: object, setting: ScopeSetting, visible: VisibleEntries): Assignments {
  const written = newNotes();
  const computed = { ...written, nan: [] };
  const own = (name: string): boolean => entries.isOwn(name);
  const root = readOnlyView({
    path: "",
    names: () => [...new Set([...Object.keys(literal), ...visible.names()])],
    has: (name) => own(name) || visible.has(name),
    allow: (name) => visible.allow(name),
    get(name) {
      const value = own(name) ? entries.effective(name) : undefined;
      if (value !== undefined || (own(name) && !visible.has(name))) return value;
      return visible.has(name) ? visible.get(name) : visible.missing(name, Object.keys(literal));
    },
  });
  const evaluation = { visible, written, computed, running: [], root, literal, dictionaries: 0 };
  const entries = new LiteralEntries(literal, "", setting.fixed, evaluation);
  const values = entries.collect();
  return { ...assign(values, setting, visible), docs: written.docs, computedNaN: computed.nan };
}

/** One assignment of everything at once: in an object scope each entry is assigned exactly once. */
function assign(
  entries: Dict,
  setting: ScopeSetting,
  visible: VisibleEntries,
): Omit<Assignments, "docs" | "computedNaN"> {
  const ignoredFallbacks = Object.keys(entries).filter((name) => visible.isFallback(name));
  const values = adoptReadPresets(entries, setting, visible);
  if (Object.keys(setting.fixed).length === 0) {
    return { values, modified: [], typechanged: [], ignoredFallbacks };
  }
  const merged = assignFixed(undefined, values, setting.fixed);
  return {
    values: isDict(merged.value) ? merged.value : {},
    // The mark "" is the dictionary of all entries itself, which is no entry.
    modified: merged.modified.filter((path) => path !== ""),
    typechanged: merged.typechanged,
    ignoredFallbacks,
  };
}

/** An earlier entry that the scope has read counts as set by it. */
function adoptReadPresets(entries: Dict, setting: ScopeSetting, visible: VisibleEntries): Dict {
  const adopted: Dict = {};
  for (const name of visible.readPresets) {
    const value = setting.preset[name];
    if (value !== undefined) adopted[name] = value;
  }
  return { ...adopted, ...entries };
}
