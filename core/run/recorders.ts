import { redactCredentials } from "../cli/redact.ts";
import { messageOf, readText, textOf } from "../errors/thrown.ts";
import type { HostFiles } from "../host.ts";
import { Backlog } from "./backlog.ts";
import { hasContent } from "./has-content.ts";
import type { FinalEvent, RunEvent, RunId, RunObserver } from "./observer.ts";
import type { Run } from "./run.ts";
import type { RunLog } from "./run-log.ts";

/** An observer's part in one run. */
interface Recorder {
  readonly observer: RunObserver;
  readonly target: RunObserver;
  /** messages of what has gone wrong */
  readonly failures: Set<string>;
  /** what it has still to be told */
  readonly backlog: Backlog;
}

/** How often the last event of a run is sent to an observer that fails. */
const FINAL_ATTEMPTS = 2;

/** The observers of one run, in the order of their priority, and what has gone wrong with them. */
export class Recorders {
  readonly #recorders: readonly Recorder[];
  readonly #log: RunLog;
  readonly #exit: <T>(fn: () => T) => T;

  constructor(observers: readonly RunObserver[], run: Run, log: RunLog, exit: <T>(fn: () => T) => T) {
    this.#log = log;
    this.#exit = exit;
    const sorted = observers.toSorted((a, b) => b.priority - a.priority);
    this.#recorders = sorted.map((observer) => ({
      observer,
      target: observer.forRun(run),
      failures: new Set(),
      backlog: new Backlog(),
    }));
  }

  get isEmpty(): boolean {
    return this.#recorders.length === 0;
  }

  wants(event: RunEvent[0]): boolean {
    return this.#recorders.some(({ target }) => target[event] !== undefined);
  }

  /** Sends the start of a run; whatever goes wrong is the run's failure. The first one that answers gives the id. */
  async begin(tell: (target: RunObserver, id: RunId | null) => unknown, run: Run): Promise<void> {
    for (const { target } of this.#recorders) {
      const answer = await this.#exit(() => tell(target, run.id));
      if (run.id === null && (typeof answer === "string" || typeof answer === "number")) run.id = answer;
    }
  }

  /** Sends events to each observer in turn. One that fails is warned about, and gets them again the next time. */
  async send(events: readonly RunEvent[]): Promise<void> {
    const posted = this.post(events);
    for (const recorder of this.#recorders) await this.#deliver(recorder);
    await posted;
  }

  get hasImmediate(): boolean {
    return this.#recorders.some(isImmediate);
  }

  /**
   * Gives events to the observers that take them at once; those of the others wait for the next `send`. So every observer is
   * told everything in the order in which it was posted, also while an earlier event is awaited.
   */
  post(events: readonly RunEvent[]): Promise<unknown> {
    const told = this.#recorders.flatMap((recorder) => {
      if (isImmediate(recorder)) return events.map((event) => this.#callNow(recorder, event));
      recorder.backlog.add(events);
      return [];
    });
    return Promise.all(told);
  }

  /**
   * What waits for the answer holds on to nothing of the event: code that holds the thread logs millions of points before any
   * answer can come. An async function would keep them all.
   */
  #callNow(recorder: Recorder, event: RunEvent): Promise<unknown> {
    const warn = (error: unknown): void => this.#warn(recorder, error);
    try {
      return this.#tell(recorder, event)?.catch(warn) ?? Promise.resolve();
    } catch (error) {
      warn(error);
      return Promise.resolve();
    }
  }

  async #deliver(recorder: Recorder): Promise<void> {
    const missed: RunEvent[] = [];
    for (const event of recorder.backlog.take()) {
      try {
        await this.#call(recorder, event);
      } catch (error) {
        missed.push(event);
        this.#warn(recorder, error);
      }
    }
    recorder.backlog.putBack(missed);
  }

  /** The same failure again and again is told once. */
  #warn(recorder: Recorder, error: unknown): void {
    const message = toldOf(error);
    if (recorder.failures.has(message)) return;
    recorder.failures.add(message);
    this.#log.warning(`An error occurred in the observer ${describe(recorder.observer)}: ${message}`);
  }

  /**
   * Sends a run's last event, after what was missed before: tried again, and reported if it can't be stored. One observer
   * never keeps the others from it.
   */
  async finish(event: FinalEvent, files: Pick<HostFiles, "rescue">, run: Run): Promise<void> {
    for (const recorder of this.#recorders) {
      const failure = await this.#finishFor(recorder, event);
      const lost = [...recorder.backlog.missed.filter(hasContent), ...(failure === undefined ? [] : [event])];
      if (lost.length === 0) continue;
      const observer = describe(recorder.observer);
      const rescued = await this.#exit(async () => files.rescue(run, lost, observer)).catch(() => undefined);
      const where = rescued === undefined ? "" : ` What it should have stored is in ${rescued}.`;
      const what = failure === undefined ? "everything of the run" : `the end of the run: ${toldOf(failure.error)}`;
      this.#log.error(`The observer ${observer} could not store ${what}.${where}`);
    }
  }

  async #finishFor(recorder: Recorder, event: FinalEvent): Promise<{ readonly error: unknown } | undefined> {
    let failure: { readonly error: unknown } | undefined;
    for (let attempt = 1; attempt <= FINAL_ATTEMPTS; attempt++) {
      await this.#deliver(recorder);
      try {
        await this.#call(recorder, event);
        return undefined;
      } catch (error) {
        failure = { error };
      }
    }
    recorder.failures.add(toldOf(failure?.error));
    return failure;
  }

  /**
   * Sends a run's last events without waiting for anything, because the process ends.
   *
   * @returns false if an observer has failed at once
   */
  sendNow(events: readonly RunEvent[]): boolean {
    let areTaken = true;
    const report = ({ observer }: Recorder, error: unknown): void =>
      this.#log.error(`The observer ${describe(observer)} failed: ${toldOf(error)}`);
    for (const recorder of this.#recorders) {
      recorder.backlog.add(events);
      for (const event of recorder.backlog.take()) {
        try {
          void this.#tell(recorder, event)?.catch((error: unknown) => report(recorder, error));
        } catch (error) {
          areTaken = false;
          report(recorder, error);
        }
      }
    }
    return areTaken;
  }

  /** How to read back what the run has printed from what is stored of it; undefined if no observer can. */
  storedOutput(): (() => string) | undefined {
    const reader = this.#recorders.find(({ target, failures }) => failures.size === 0 && target.storedOutput);
    return reader && (() => this.#exit(() => reader.target.storedOutput?.() ?? ""));
  }

  async join(): Promise<void> {
    for (const recorder of this.#recorders) {
      if (recorder.failures.size > 0)
        this.#log.warning(`The observer ${describe(recorder.observer)} failed at some point during the run.`);
      try {
        await this.#call(recorder, ["join", {}]);
      } catch (error) {
        this.#warn(recorder, error);
      }
    }
  }

  async #call(recorder: Recorder, event: RunEvent): Promise<void> {
    await this.#tell(recorder, event);
  }

  /** A promise if the observer takes its time. */
  #tell({ target }: Recorder, [name, event]: RunEvent): Promise<unknown> | undefined {
    const method: unknown = target[name];
    if (typeof method !== "function") return undefined;
    const answer = this.#exit((): unknown => Reflect.apply(method, target, name === "join" ? [] : [event]));
    return answer instanceof Promise ? answer : undefined;
  }
}

function isImmediate({ target }: Recorder): boolean {
  return target.isImmediate === true;
}

function describe(observer: RunObserver): string {
  return observer.toString === Object.prototype.toString ? readText(observer.constructor, "name") : textOf(observer);
}

function toldOf(error: unknown): string {
  return redactCredentials(messageOf(error));
}
