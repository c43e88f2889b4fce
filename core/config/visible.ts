import { isDict, type Value } from "../values.ts";
import { readOnlyView } from "./read-only-view.ts";
import type { ScopeSetting } from "./scope-result.ts";
import { missingEntry, strictView } from "./strict-view.ts";

/**
 * What a scope sees besides its own entries: the results of earlier scopes, then the ingredients. It notes what was asked
 * for: an entry that a scope reads counts as set by it (as Sacred's declared arguments do).
 */
export class VisibleEntries {
  /** earlier entries that were read */
  readonly readPresets: Set<string> = new Set();
  /** ingredients that were read */
  readonly readFallbacks: Set<string> = new Set();
  readonly #preset: ScopeSetting["preset"];
  readonly #fallback: ScopeSetting["fallback"];
  /** names that may be missing: the pattern has a default, or the scope asked with `in` */
  readonly #optional: Set<string>;
  readonly #isNamed: boolean;

  constructor(setting: ScopeSetting, optional: Iterable<string> = []) {
    this.#preset = setting.preset;
    this.#fallback = setting.fallback;
    this.#isNamed = setting.isNamed;
    this.#optional = new Set(optional);
  }

  names(): string[] {
    // The logger can be asked for, but is no entry.
    const ingredients = Object.keys(this.#fallback).filter((name) => name !== "_log");
    return [...new Set([...Object.keys(this.#preset), ...ingredients])];
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#preset, name) || Object.hasOwn(this.#fallback, name);
  }

  /** The scope asked `name in …`: from now on it may read a missing `name`, which is undefined. */
  allow(name: string): void {
    this.#optional.add(name);
  }

  preset(name: string): Value | undefined {
    if (!Object.hasOwn(this.#preset, name)) return undefined;
    this.readPresets.add(name);
    return this.#preset[name];
  }

  fallback(name: string): unknown {
    if (!Object.hasOwn(this.#fallback, name)) return undefined;
    this.readFallbacks.add(name);
    return this.#fallback[name];
  }

  isFallback(name: string): boolean {
    return Object.hasOwn(this.#fallback, name);
  }

  get(name: string): unknown {
    if (Object.hasOwn(this.#preset, name)) return this.preset(name);
    return this.fallback(name);
  }

  /** All that is visible, as one object that can't be changed. */
  view(): object {
    return readOnlyView({
      path: "",
      names: () => this.names(),
      has: (name) => this.has(name),
      allow: (name) => this.allow(name),
      get: (name) => (this.has(name) ? this.get(name) : this.missing(name, [])),
    });
  }

  /** For a name that is nowhere: undefined where that is allowed, else an error. */
  missing(name: string, ownNames: Iterable<string>): undefined {
    if (this.#optional.has(name)) return undefined;
    const names = [...new Set([...ownNames, ...this.names()])];
    const seen = this.#isNamed
      ? "Named configs come first: they see own entries, earlier ones' and ingredients'"
      : "A scope sees its own entries, those of earlier scopes and its ingredients";
    throw missingEntry(name, name, seen, names);
  }
}

/** The ingredients' configurations as read-only views in which a missing entry is an error. */
export function strictFallback(fallback: ScopeSetting["fallback"]): ScopeSetting["fallback"] {
  const views: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fallback)) {
    views[name] = isDict(value) && name !== "_log" ? strictView(value, name) : value;
  }
  return views;
}
