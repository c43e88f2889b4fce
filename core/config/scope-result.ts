import type { Dict, TypeName, Value } from "../values.ts";
import type { ChangeMarks } from "../wasm/summary.ts";

/** What the evaluation of one scope starts from. */
export interface ScopeSetting {
  /** updates: entries that the scope can't change */
  readonly fixed: Dict;
  /** results of the scopes before this one; frozen */
  readonly preset: Dict;
  /** the configurations of the ingredients, where the scope sees them; frozen, never part of the result */
  readonly fallback: Readonly<Record<string, unknown>>;
  /** bit mask of `keyRules` */
  readonly keyRules: number;
  /** it is a named config's, which doesn't see the plain configuration */
  readonly isNamed: boolean;
}

/** Something about an entry that is worth a warning. */
export interface Remark {
  readonly path: string;
  /** what comes after "The entry …" */
  readonly text: string;
}

/** What the evaluation of one scope gave. */
export interface ScopeResult extends ChangeMarks {
  /** the whole configuration after this scope: its own entries, the fixed ones and the preset; frozen */
  readonly config: Dict;
  /** ingredients that the scope tried to overwrite */
  readonly ignoredFallbacks: readonly string[];
  /** descriptions given by `doc(value, text)` */
  readonly docs: ReadonlyMap<string, string>;
  readonly remarks: readonly Remark[];
}

/** The entries that a scope has assigned, before the rest is filled in. */
export interface Assignments {
  readonly values: { [key: string]: Value };
  readonly modified: Iterable<string>;
  readonly typechanged: Iterable<readonly [path: string, from: TypeName, to: TypeName]>;
  readonly ignoredFallbacks: readonly string[];
  readonly docs: ReadonlyMap<string, string>;
  /** paths of entries whose getters have given NaN */
  readonly computedNaN: readonly string[];
}
