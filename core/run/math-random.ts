import { PythonRandom } from "../random/python-random.ts";
import type { Seed } from "../random/seed.ts";
import type { RunContext } from "../host.ts";
import type { Run } from "./run.ts";

/**
 * While runs are active, `Math.random` is one dispatcher: inside a run's context it draws what Python's
 * `random.seed(seed); random.random()` would, elsewhere it is the original. This is Sacred's global seed.
 */
class MathRandomDispatcher {
  readonly #context: RunContext;
  readonly #generators: Map<Run, PythonRandom> = new Map();
  /** what the platform has: whoever has wrapped the dispatcher gets it from there */
  readonly #original: () => number = Math.random;
  /** what stood there when the dispatcher was put in its place: it may have wrapped the dispatcher of an earlier run */
  #replaced: () => number = Math.random;
  #isInside: boolean = false;
  readonly #dispatch = (): number => {
    const run = this.#context.current();
    const generator = run === undefined ? undefined : this.#generators.get(run);
    return generator === undefined ? this.#drawOutside() : generator.random();
  };

  constructor(context: RunContext) {
    this.#context = context;
  }

  /**
   * From now on `run` draws from a generator of its own, whatever has been put in the place of `Math.random` before.
   *
   * @returns false if `Math.random` can't be replaced, as in a frozen realm
   */
  install(run: Run, seed: Seed): boolean {
    this.#generators.set(run, new PythonRandom(seed));
    const { random } = Math;
    if (random === this.#dispatch) return true;
    this.#replaced = random;
    return Reflect.set(Math, "random", this.#dispatch);
  }

  remove(run: Run): void {
    this.#generators.delete(run);
    // What somebody has put in its place during the run stays.
    if (this.#generators.size === 0 && Math.random === this.#dispatch) Math.random = this.#replaced;
  }

  #drawOutside(): number {
    if (this.#isInside || Math.random !== this.#dispatch) return this.#original();
    this.#isInside = true;
    try {
      return this.#replaced();
    } finally {
      this.#isInside = false;
    }
  }
}

const dispatchers: WeakMap<RunContext, MathRandomDispatcher> = new WeakMap();

/** The one of a host, made with its first run. */
export function mathRandomOf(context: RunContext): MathRandomDispatcher {
  let dispatcher = dispatchers.get(context);
  if (dispatcher === undefined) dispatchers.set(context, (dispatcher = new MathRandomDispatcher(context)));
  return dispatcher;
}
