// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { Logger } from "../logging/logger.ts";
import type { PythonRandom } from "../random/python-random.ts";
import type { Run } from "../run/run.ts";
import type { IsAny, Settled } from "./dictionaries.ts";

/** The values that a captured function may ask for besides the configuration. */
export interface SpecialValues<V> {
  /** everything that this function can be filled in from */
  readonly _config: Settled<V>;
  /** a seed that differs from call to call and is the same in every run with this root seed */
  readonly _seed: number;
  /** a generator seeded with `_seed` */
  readonly _rnd: PythonRandom;
  readonly _log: Logger;
  /** the run that the call belongs to */
  readonly _run: Run;
}

/** What a captured function destructures. */
export type Injected<V> = IsAny<V> extends true ? any : Settled<V> & SpecialValues<V>;

/** What `f.with` takes: of special values, tests may give what the function uses. */
export type Explicit<V> =
  IsAny<V> extends true
    ? any
    : { readonly [K in keyof V]?: Settled<V[K]> } & {
        readonly [K in keyof SpecialValues<V>]?: Partial<SpecialValues<V>[K]>;
      };

/** A function whose first parameter is filled in from the configuration: it is called with the others only. */
export interface Captured<V, A extends readonly unknown[], R, This = unknown> {
  (this: This, ...args: A): R;
  /**
   * The same with some entries given explicitly; they beat the configuration, and are whole values. With all that the
   * function takes it can be called outside of any run.
   */
  with(overrides: Explicit<V>): (this: This, ...args: A) => R;
  /** the function itself */
  original(this: This, config: Injected<V>, ...args: A): R;
}
