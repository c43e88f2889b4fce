import { type Dict, isDict } from "../values.ts";
import { Draft, type DraftSurroundings } from "./draft.ts";
import { deepCopy } from "./freeze.ts";
import { newNotes } from "./normalize.ts";
import type { Assignments, ScopeSetting } from "./scope-result.ts";
import { refuseMissing } from "./strict-view.ts";
import type { VisibleEntries } from "./visible.ts";

/**
 * Runs a scope that assigns entries on a draft of the configuration, one after another.
 *
 * @throws {ConfigError} that tells all mistakes
 */
export function evaluateStatementScope(
  statements: (draft: object) => unknown,
  setting: ScopeSetting,
  visible: VisibleEntries,
  doc: string | undefined,
): { assignments: Assignments; returned: unknown } {
  const notes = newNotes();
  const ignoredFallbacks: string[] = [];
  const copies = new Map<string, unknown>();
  const surroundings: DraftSurroundings = {
    lookup(name) {
      const preset = visible.preset(name);
      if (preset !== undefined) {
        // From now on the entry is the scope's own: it can change it, unless it is fixed.
        draft.assign(name, deepCopy(preset));
        return draft.read(name);
      }
      return visible.has(name) ? fallbackCopy(name) : visible.missing(name, Object.keys(draft.values));
    },
    has: (name) => visible.has(name),
    allow: (name) => visible.allow(name),
    names: () => visible.names(),
    writing(name) {
      if (visible.readFallbacks.has(name)) ignoredFallbacks.push(name);
    },
    inside: () => ordinaryDictionary(surroundings),
    notes,
  };
  const draft = new Draft("", setting.fixed, surroundings);

  /** Like Sacred, lets a scope write into an ingredient's configuration without any effect outside the scope. */
  function fallbackCopy(name: string): unknown {
    if (copies.has(name)) return copies.get(name);
    const value = visible.fallback(name);
    const copy = isDict(value) && name !== "_log" ? fixedCopy(name, value, surroundings) : value;
    copies.set(name, copy);
    return copy;
  }

  if (doc !== undefined) draft.assign("__doc__", doc);
  const returned = statements(draft.view);
  const values = draft.collect();
  const assignments: Assignments = {
    values,
    modified: draft.modified,
    typechanged: [...draft.typechanged].map(([path, [from, to]]) => [path, from, to] as const),
    ignoredFallbacks,
    docs: notes.docs,
    computedNaN: [],
  };
  return { assignments, returned };
}

/** Inside a dictionary there is nothing but its own entries; a missing one is undefined, as in any object. */
function ordinaryDictionary({ notes }: DraftSurroundings): DraftSurroundings {
  const surroundings: DraftSurroundings = {
    lookup: () => undefined,
    has: () => false,
    allow: () => undefined,
    names: () => [],
    writing: () => undefined,
    inside: () => surroundings,
    notes,
  };
  return surroundings;
}

/** An ingredient's configuration is known whole: asking for what isn't there is a mistake. */
function ingredientDictionary(path: string, config: Dict, around: DraftSurroundings): DraftSurroundings {
  const asked = new Set<string>();
  return {
    ...ordinaryDictionary(around),
    lookup: (name) => (asked.has(name) ? undefined : refuseMissing(path, name, Object.keys(config))),
    allow: (name) => asked.add(name),
    inside(innerPath) {
      const inner = config[path === "" ? innerPath : innerPath.slice(path.length + 1)];
      return isDict(inner) ? ingredientDictionary(innerPath, inner, around) : ordinaryDictionary(around);
    },
  };
}

function fixedCopy(name: string, config: Dict, around: DraftSurroundings): unknown {
  const holder = new Draft("", { [name]: config }, ingredientDictionary("", { [name]: config }, around));
  holder.assign(name, config);
  return holder.read(name);
}
