import { ConfigKeyError } from "../errors/index.ts";
import { isDict, type Dict, type TypeName, type Value } from "../values.ts";
import { assignFixed } from "../wasm/merge.ts";
import { isDocumented } from "./doc.ts";
import { fixedItem } from "./draft-list.ts";
import { draftView } from "./draft-view.ts";
import { forAll } from "./for-all.ts";
import { joinPath } from "./join-path.ts";
import { normalizeValue, type Notes } from "./normalize.ts";
import { defineEntry } from "./define-entry.ts";

/** What a draft answers about names that it doesn't hold itself. */
export interface DraftSurroundings {
  /** the value of `name`; undefined where a missing entry is allowed */
  lookup(name: string): unknown;
  has(name: string): boolean;
  /** the scope asked `name in draft` */
  allow(name: string): void;
  names(): readonly string[];
  /** a free entry is about to be written */
  writing(name: string): void;
  /** the surroundings of the dictionary at `path` inside the draft */
  inside(path: string): DraftSurroundings;
  readonly notes: Notes;
}

/**
 * A dictionary that a statement scope works on (Sacred's DogmaticDict): assigning to a fixed entry keeps the fixed value,
 * merges dictionaries key by key and marks what the scope wanted otherwise; all else is an ordinary object.
 */
export class Draft {
  /** what has been assigned so far */
  values: Record<string, unknown> = {};
  /** Marks wait in a dictionary until that is assigned as a whole: as in Sacred, only this hands them on. */
  readonly modified: Set<string> = new Set();
  readonly typechanged: Map<string, readonly [from: TypeName, to: TypeName]> = new Map();
  readonly view: object;
  readonly surroundings: DraftSurroundings;
  readonly #path: string;
  readonly #fixed: Dict;
  readonly #inner: Map<string, Draft> = new Map();

  constructor(path: string, fixed: Dict, surroundings: DraftSurroundings) {
    this.#path = path;
    this.#fixed = fixed;
    this.surroundings = surroundings;
    this.view = draftView(this);
  }

  read(name: string): unknown {
    if (!Object.hasOwn(this.values, name)) return this.surroundings.lookup(name);
    const fixed = this.#fixedEntry(name);
    const value = this.values[name];
    if (fixed === undefined) return value;
    if (isDict(fixed)) return this.#innerDraft(name, fixed).view;
    return fixedItem(value, this.#pathOf(name));
  }

  /** @throws {ConfigKeyError | ConfigValueError} for keys and values that can't be entries; of free entries when they are collected */
  assign(name: string, value: unknown): void {
    if (name === "__proto__") throw new ConfigKeyError(`"__proto__" can't be an entry of the configuration.`);
    const fixed = this.#fixedEntry(name);
    if (fixed === undefined) return this.#assignFree(name, value);
    const assigned = this.#normalized(value, name);
    // Undefined means "not set" everywhere.
    if (assigned === undefined) return;
    const inner = isDict(fixed) ? this.#innerDraft(name, fixed) : undefined;
    if (inner !== undefined && isDict(assigned)) this.#takeMarks(name, inner, assigned);
    const merged = assignFixed(inner?.collect(), assigned, fixed);
    this.values[name] = merged.value;
    if (inner !== undefined && isDict(merged.value)) inner.#workOn(merged.value);
    for (const path of merged.modified) this.modified.add(below(name, path));
    for (const [path, from, to] of merged.typechanged) this.typechanged.set(below(name, path), [from, to]);
  }

  remove(name: string): void {
    if (this.#fixedEntry(name) === undefined) delete this.values[name];
  }

  /** All that has been assigned, as plain values. Only now are free entries checked: a scope may change them unseen. */
  collect(): Dict {
    const result: Dict = {};
    forAll(Object.keys(this.values), (name) => {
      const value = this.#inner.get(name)?.collect() ?? this.#normalized(this.values[name], name);
      if (value !== undefined) defineEntry(result, name, value);
    });
    return result;
  }

  #normalized(value: unknown, name: string): Value | undefined {
    return normalizeValue(value, this.#pathOf(name), this.surroundings.notes);
  }

  #fixedEntry(name: string): Dict[string] | undefined {
    return Object.hasOwn(this.#fixed, name) ? this.#fixed[name] : undefined;
  }

  #pathOf(name: string): string {
    return joinPath(this.#path, name);
  }

  #innerDraft(name: string, fixed: Dict): Draft {
    const known = this.#inner.get(name);
    if (known !== undefined) return known;
    const inner = new Draft(this.#pathOf(name), fixed, this.surroundings.inside(this.#pathOf(name)));
    const values = this.values[name];
    if (isDict(values)) inner.values = values;
    this.#inner.set(name, inner);
    return inner;
  }

  /** Goes on with the dictionary that an assignment from outside has put in this one's place. */
  #workOn(values: Record<string, unknown>): void {
    this.values = values;
    for (const [name, inner] of this.#inner) {
      const own = values[name];
      if (isDict(own)) inner.#workOn(own);
      else this.#inner.delete(name);
    }
  }

  /** Hands on the marks of assignments below `name` that were made since it was last assigned itself. */
  #takeMarks(name: string, inner: Draft, assigned: Dict): void {
    for (const [key, value] of Object.entries(assigned)) {
      const innermost = inner.#inner.get(key);
      if (innermost !== undefined && isDict(value)) inner.#takeMarks(key, innermost, value);
    }
    for (const path of inner.modified) this.modified.add(joinPath(name, path));
    for (const [path, change] of inner.typechanged) this.typechanged.set(joinPath(name, path), change);
  }

  #assignFree(name: string, value: unknown): void {
    this.surroundings.writing(name);
    if (value === undefined) delete this.values[name];
    else if (isDocumented(value)) {
      this.surroundings.notes.docs.set(this.#pathOf(name), value.text);
      this.values[name] = value.value;
    } else this.values[name] = value;
  }
}

function below(name: string, path: string): string {
  return path === "" ? name : joinPath(name, path);
}
