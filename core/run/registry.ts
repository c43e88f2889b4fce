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
   * The run that a call belongs to: that of its asynchronous context, else the only live one, else the last that finished.
   *
   * @param belongs does a run know the captured function, or is it one of the experiment's?
   */
  activeRun(belongs: (run: Run) => boolean, what: string): Run {
    const current = this.current();
    if (current !== undefined && belongs(current)) return current;
    const live = [...this.live].filter(belongs);
    if (live.length === 1 && live[0] !== undefined) return live[0];
    if (live.length > 1) {
      throw new NoActiveRunError(
        `${what} was called outside of the context of any run while ${live.length} runs are live. Use run.bind(fn) to say which one is meant.`,
      );
    }
    if (this.lastFinished !== undefined && belongs(this.lastFinished)) return this.lastFinished;
    if (current !== undefined) {
      throw new NoActiveRunError(
        `${what} isn't part of the run that it was called in, that of "${current.experimentInfo.name}": add its ingredient to the \`ingredients\` there.`,
      );
    }
    throw new NoActiveRunError(
      `${what} only works during a run: start one by ex.run(), or on the command line. (In captured functions the run is also there as \`_run\`.)`,
    );
  }
}
