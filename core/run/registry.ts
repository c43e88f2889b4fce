import { NoActiveRunError } from "../errors/index.ts";
import type { RunContext } from "../host.ts";
import type { RunRequest } from "../experiment/requested-run.ts";
import type { RunObserver } from "./observer.ts";
import type { Run } from "./run.ts";

/** An experiment, as far as one that starts it for somebody else needs to know. */
export interface Startable {
  readonly path: string;
  readonly observers: RunObserver[];
  start(request: RunRequest): { run: Run; finished: Promise<Run> };
}

/** The runs of this realm: who is asked when a captured function is called. */
export class RunRegistry {
  readonly live: Set<Run> = new Set();
  lastFinished: Run | undefined = undefined;
  /** the experiment whose main function is the program's: the last one with automain, else with main */
  main: Startable | undefined = undefined;
  #isAutomain: boolean = false;
  readonly #context: RunContext;

  constructor(context: RunContext) {
    this.#context = context;
  }

  noteMain(experiment: Startable, isAutomain: boolean): void {
    if (this.#isAutomain && !isAutomain) return;
    this.main = experiment;
    this.#isAutomain = isAutomain;
  }

  current(): Run | undefined {
    return this.#context.current();
  }

  /**
   * Of the run that a call belongs to: that of its asynchronous context, else the only live one, else the last that finished.
   *
   * @param get what is asked for; undefined of a run that knows nothing of the captured function or the experiment
   */
  ofActiveRun<T>(get: (run: Run) => T | undefined, what: string): T {
    const found = (run: Run | undefined): T | undefined => (run === undefined ? undefined : get(run));
    const current = found(this.current());
    if (current !== undefined) return current;
    const live = [...this.live].map(get).filter((each) => each !== undefined);
    if (live.length > 1) {
      throw new NoActiveRunError(
        `${what} was called outside of the context of any run while ${live.length} runs are live. Use run.bind(fn) to say which one is meant.`,
      );
    }
    const only = live[0] ?? found(this.lastFinished);
    if (only !== undefined) return only;
    throw new NoActiveRunError(
      `${what} only works during a run that it is part of: start one by ex.run(), or on the command line. (In captured functions the run is also there as \`_run\`.)`,
    );
  }
}
