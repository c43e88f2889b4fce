// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { Logger } from "../logging/logger.ts";
import type { PythonRandom } from "../random/python-random.ts";
import type { Run } from "../run/run.ts";
import type { IsAny } from "./dictionaries.ts";

/** The values that a captured function may ask for besides the configuration. */
export interface SpecialValues<V> {
  /** everything that this function can be filled in from */
  readonly _config: Readonly<V>;
  /** a seed that differs from call to call and is the same in every run with this root seed */
  readonly _seed: number;
  /** a generator seeded with `_seed` */
  readonly _rnd: PythonRandom;
  readonly _log: Logger;
  /** the run that the call belongs to */
  readonly _run: Run;
}

/** What a captured function destructures. */
export type Injected<V> = IsAny<V> extends true ? any : Readonly<V> & SpecialValues<V>;

/** A function whose first parameter is filled in from the configuration: it is called with the others only. */
export interface Captured<V, A extends readonly unknown[], R> {
  (...args: A): R;
  /** The same with some entries given explicitly; they beat the configuration, and are whole values. */
  with(overrides: Partial<Injected<V>>): (...args: A) => R;
}
