import { textOf } from "../errors/thrown.ts";
import { ConfigCycleError, ConfigScopeError, ConfigValueError, SacredError } from "../errors/index.ts";
import { isDict, type Dict, type Value } from "../values.ts";
import { assignFixed, revealFixed } from "../wasm/merge.ts";
import { isDocumented } from "./doc.ts";
import { deepFreeze } from "./freeze.ts";
import { forAll } from "./for-all.ts";
import { joinPath } from "./join-path.ts";
import { NESTING_LIMIT, normalizeValue, type Notes, refuseExcess, refused, tooDeep } from "./normalize.ts";
import { defineEntry } from "./define-entry.ts";
import { isPlainObject } from "./plain-object.ts";
import { readOnlyView } from "./read-only-view.ts";
import type { VisibleEntries } from "./visible.ts";

/** So many dictionaries are taken without asking how many there will be. */
const MANY = 10_000;

/** What all dictionaries of one object scope share. */
export interface LiteralEvaluation {
  readonly visible: VisibleEntries;
  /** about values as they are written, and about those that getters have computed */
  readonly written: Notes;
  readonly computed: Notes;
  /** the whole, as it is written */
  readonly literal: object;
  /** how many there are so far */
  dictionaries: number;
  /** paths of the getters that are running, outermost first */
  readonly running: string[];
  /** what `this` is in every getter: the whole configuration */
  readonly root: object;
}

/**
 * The entries of one dictionary of an object scope, evaluated on demand and each at most once, so that the order in which
 * they are written doesn't matter. Dictionaries inside are `LiteralEntries` of their own.
 */
export class LiteralEntries {
  readonly view: object;
  readonly #literal: object;
  readonly #path: string;
  readonly #fixed: Dict | undefined;
  readonly #evaluation: LiteralEvaluation;
  readonly #depth: number;
  readonly #inner: Map<string, LiteralEntries> = new Map();
  readonly #assigned: Map<string, () => Value | undefined> = new Map();
  readonly #effective: Map<string, unknown> = new Map();

  constructor(
    literal: object,
    path: string,
    fixed: Dict | undefined,
    evaluation: LiteralEvaluation,
    depth: number = 0,
  ) {
    if (depth >= NESTING_LIMIT) throw tooDeep(path);
    if (++evaluation.dictionaries === MANY) refuseExcess(evaluation.literal, "");
    this.#depth = depth;
    this.#literal = literal;
    this.#path = path;
    this.#fixed = fixed;
    this.#evaluation = evaluation;
    this.view = readOnlyView({
      path,
      names: () => this.names(),
      has: (name) => this.has(name),
      allow: (name) => evaluation.visible.allow(name),
      get: (name) => (this.has(name) ? this.effective(name) : evaluation.visible.missing(name, this.names())),
    });
  }

  names(): string[] {
    return [...new Set([...Object.keys(this.#literal), ...Object.keys(this.#fixed ?? {})])];
  }

  has(name: string): boolean {
    return this.isOwn(name) || (this.#fixed !== undefined && Object.hasOwn(this.#fixed, name));
  }

  isOwn(name: string): boolean {
    return Object.prototype.propertyIsEnumerable.call(this.#literal, name);
  }

  /** The value that everybody else sees: updates beat what the scope says. */
  effective(name: string): unknown {
    if (!this.#effective.has(name)) this.#effective.set(name, this.#computeEffective(name));
    return this.#effective.get(name);
  }

  #computeEffective(name: string): unknown {
    const fixed = this.#fixed !== undefined && Object.hasOwn(this.#fixed, name) ? this.#fixed[name] : undefined;
    if (fixed !== undefined && !isDict(fixed)) return fixed;
    if (!this.isOwn(name)) return fixed;
    const inner = this.#innerOf(name);
    if (inner !== undefined) return inner.view;
    const assigned = this.assigned(name);
    if (fixed === undefined) return deepFreeze(assigned);
    if (!isDict(assigned)) return fixed;
    const merged = assignFixed(undefined, assigned, fixed).value;
    return deepFreeze(isDict(merged) ? revealFixed(merged, fixed).value : fixed);
  }

  /** The value that the scope itself gives, whatever updates say; undefined: not set. */
  assigned(name: string): Value | undefined {
    const inner = this.#innerOf(name);
    if (inner !== undefined) return inner.collect();
    let assigned = this.#assigned.get(name);
    if (assigned === undefined) {
      assigned = this.#compute(name);
      this.#assigned.set(name, assigned);
    }
    return assigned();
  }

  /** Evaluates whatever hasn't been evaluated and gives all that the scope sets. @throws {ConfigError} for all mistakes */
  collect(): Dict {
    const values: Dict = {};
    forAll([...Object.keys(this.#literal), ...Object.getOwnPropertySymbols(this.#literal)], (name) => {
      if (typeof name === "symbol") throw refused(name, this.#path);
      const value = this.assigned(name);
      if (value !== undefined) defineEntry(values, name, value);
    });
    return values;
  }

  #innerOf(name: string): LiteralEntries | undefined {
    const known = this.#inner.get(name);
    if (known !== undefined) return known;
    const written: unknown = Object.getOwnPropertyDescriptor(this.#literal, name)?.value;
    if (!isPlainObject(written) || isDocumented(written)) return undefined;
    const fixed = this.#fixed !== undefined && Object.hasOwn(this.#fixed, name) ? this.#fixed[name] : undefined;
    const path = joinPath(this.#path, name);
    const inner = new LiteralEntries(
      written,
      path,
      isDict(fixed) ? fixed : undefined,
      this.#evaluation,
      this.#depth + 1,
    );
    this.#inner.set(name, inner);
    return inner;
  }

  /** What gives the value to everybody who asks, or the error that there was. */
  #compute(name: string): () => Value | undefined {
    try {
      const value = this.#evaluate(name);
      return () => value;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  #evaluate(name: string): Value | undefined {
    const path = joinPath(this.#path, name);
    const descriptor = Object.getOwnPropertyDescriptor(this.#literal, name);
    if (descriptor?.set !== undefined && descriptor.get === undefined)
      throw new ConfigValueError(`Entry "${path}" is a setter: only getters compute entries.`, {
        conflictingConfigs: [path],
      });
    const { written, computed } = this.#evaluation;
    const isFixed = this.#fixed !== undefined && Object.hasOwn(this.#fixed, name);
    return descriptor?.get === undefined
      ? normalizeValue(descriptor?.value, path, written)
      : normalizeValue(this.#run(descriptor.get, path), path, isFixed ? written : computed);
  }

  #run(getter: () => unknown, path: string): unknown {
    const { running } = this.#evaluation;
    if (running.includes(path)) {
      const circle = [...running.slice(running.indexOf(path)), path];
      throw new ConfigCycleError(`Entries of the configuration need each other in a circle: ${circle.join(" → ")}.`, {
        conflictingConfigs: circle.slice(0, -1),
      });
    }
    running.push(path);
    try {
      return Reflect.apply(getter, this.#evaluation.root, []);
    } catch (error) {
      if (error instanceof SacredError) throw error;
      throw new ConfigScopeError(`The entry "${path}" of the configuration could not be computed: ${textOf(error)}`, {
        cause: error,
        conflictingConfigs: [path],
      });
    } finally {
      running.pop();
    }
  }
}
