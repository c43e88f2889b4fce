import { didYouMean, MissingConfigError } from "../errors/index.ts";
import { LEVELS } from "../logging/levels.ts";
import type { Logger } from "../logging/logger.ts";
import { type AnyRandom, createRandom, type RandomBackend, SeedStream } from "../random/seeding.ts";
import type { Run } from "../run/run.ts";
import type { Dict, Value } from "../values.ts";
import type { Parameters } from "./parameters.ts";

/** The values that a captured function may ask for besides the configuration. */
export const SPECIAL_VALUES: ReadonlySet<string> = new Set(["_config", "_log", "_run", "_seed", "_rnd"]);

export interface BindingSetup {
  readonly name: string;
  readonly parameters: Parameters;
  readonly config: Dict;
  /** what the prefix leads to, if that is no dictionary */
  readonly prefixed: Value | undefined;
  readonly run: Run;
  readonly logger: Logger;
  readonly seed: number;
  readonly backend: RandomBackend;
}

/** What each captured function is called with in one run. */
export type BindingLookup = (captured: object) => Binding | undefined;

type CallScope = object;
type CallScopeClass = new (seed: number) => CallScope;

/**
 * What one captured function is called with in one run. The object that it destructures is built once: a call that asks for
 * no randomness gets that very object, any other one a small object in front of it.
 */
export class Binding {
  readonly run: Run;
  readonly seeds: SeedStream;
  /** logs the start and end of each call; decided at the start of the run, so that calls needn't ask */
  readonly logger: Logger | undefined;
  readonly view: object;
  readonly missing: readonly string[];
  readonly #setup: BindingSetup;
  readonly #scopeOfCall: CallScopeClass | undefined;

  constructor(setup: BindingSetup) {
    const { parameters, config, logger } = setup;
    this.#setup = setup;
    this.run = setup.run;
    this.seeds = new SeedStream(setup.backend, setup.seed);
    this.logger = logger.isEnabledFor(LEVELS.DEBUG) ? logger : undefined;
    this.missing = parameters.entries
      .filter(({ name, hasDefault }) => !hasDefault && !Object.hasOwn(config, name) && !SPECIAL_VALUES.has(name))
      .map(({ name }) => name);
    const view: object = Object.defineProperties(Object.create(config), this.#specialValues());
    this.view = Object.isFrozen(config) ? Object.freeze(view) : view;
    const isSeeded = parameters.known && parameters.entries.some(({ name }) => name === "_seed" || name === "_rnd");
    this.#scopeOfCall = isSeeded ? callScopeClass(this.view, setup.backend) : undefined;
  }

  /** The object for one call. @throws {MissingConfigError} */
  scope(): object {
    if (this.missing.length > 0) this.#refuseMissing(this.missing);
    const scope = this.#scopeOfCall === undefined ? this.view : this.#ownScope();
    return this.#setup.parameters.known ? scope : Object.freeze(this.#wholeScope());
  }

  /** Is the object of every call the same? */
  get isConstant(): boolean {
    return this.#scopeOfCall === undefined && this.#setup.parameters.known;
  }

  /** The same with some entries given explicitly. */
  scopeWith(given: PropertyDescriptorMap): object {
    const missing = this.missing.filter((name) => !Object.hasOwn(given, name));
    if (missing.length > 0) this.#refuseMissing(missing);
    return Object.freeze(Object.defineProperties(this.#ownScope(), given));
  }

  /** An object that no other call gets. */
  #ownScope(): object {
    const scopeOfCall = this.#scopeOfCall;
    if (scopeOfCall !== undefined) return new scopeOfCall(this.seeds.next());
    return this.#setup.parameters.known ? Object.create(this.view) : this.#wholeScope();
  }

  /** For a function that takes the object whole: all entries are its own, so that they can be listed and spread. */
  #wholeScope(): object {
    const { seeds } = this;
    const { config, backend } = this.#setup;
    let seed: number | undefined;
    let random: AnyRandom | undefined;
    const drawSeed = (): number => (seed ??= seeds.next());
    return Object.defineProperties(
      { ...config },
      {
        ...this.#specialValues(),
        _seed: { get: drawSeed, configurable: true },
        _rnd: { get: () => (random ??= createRandom(backend, drawSeed())), configurable: true },
      },
    );
  }

  #specialValues(): PropertyDescriptorMap {
    const { config, prefixed, logger } = this.#setup;
    return { _config: { value: prefixed ?? config }, _log: { value: logger }, _run: { value: this.run } };
  }

  #refuseMissing(missing: readonly string[]): never {
    const { name, config, parameters } = this.#setup;
    const hints = missing.map((entry) => didYouMean(entry, Object.keys(config))).join("");
    throw new MissingConfigError(
      `${name} is missing value(s): ${missing.join(", ")}.${hints} Set them in a scope, by an update, or by ${name}.with({ … }).\n  in ${name}${parameters.place?.() ?? ""}`,
      // Where it was called is in the stack.
      { conflictingConfigs: missing, filterTraceback: "default" },
    );
  }
}

/** Objects with a seed of their own in front of a view; a generator is made when it is asked for. */
function callScopeClass(view: object, backend: RandomBackend): CallScopeClass {
  class SeededScope {
    readonly _seed: number;
    #random: AnyRandom | undefined = undefined;

    constructor(seed: number) {
      this._seed = seed;
    }

    get _rnd(): AnyRandom {
      this.#random ??= createRandom(backend, this._seed);
      return this.#random;
    }
  }
  Object.setPrototypeOf(SeededScope.prototype, view);
  return SeededScope;
}
