import { PythonRandom } from "../random/python-random.ts";
import type { Seed } from "../random/seed.ts";
import type { RunContext } from "../host.ts";
import type { Run } from "./run.ts";

/**
 * While runs are active, `Math.random` is one dispatcher: inside a run's context it draws what Python's
 * `random.seed(seed); random.random()` would, elsewhere it is the original. This is Sacred's global seed.
 */
export class MathRandomDispatcher {
  readonly #context: RunContext;
  readonly #generators: Map<Run, PythonRandom> = new Map();
  /** what was there before the first run; whoever wraps `Math.random` later calls us, not the other way round */
  #original: () => number = Math.random;
  #isInstalled: boolean = false;
  readonly #dispatch = (): number => {
    const run = this.#context.current();
    const generator = run === undefined ? undefined : this.#generators.get(run);
    return generator === undefined ? this.#original() : generator.random();
  };

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** What draws as Python's `random.Random(seed)`. */
  generator(seed: Seed): PythonRandom {
    return new PythonRandom(seed);
  }

  /** From now on `run` draws from a generator of its own. */
  install(run: Run, seed: Seed): void {
    this.#generators.set(run, this.generator(seed));
    if (this.#isInstalled) return;
    this.#isInstalled = true;
    this.#original = Math.random;
    Math.random = this.#dispatch;
  }

  remove(run: Run): void {
    this.#generators.delete(run);
    // A wrapper that somebody has put around the dispatcher keeps working.
    if (this.#generators.size > 0 || Math.random !== this.#dispatch) return;
    Math.random = this.#original;
    this.#isInstalled = false;
  }
}
