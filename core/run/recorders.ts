import type { Logger } from "../logging/logger.ts";
import type { HostFiles } from "../host.ts";
import { Backlog } from "./backlog.ts";
import type { FinalEvent, RunEvent, RunId, RunObserver } from "./observer.ts";
import type { Run } from "./run.ts";

/** An observer's part in one run. */
interface Recorder {
  readonly observer: RunObserver;
  readonly target: RunObserver;
  /** it took the first event: only then it hears of the others */
  begun: boolean;
  failed: boolean;
  /** what it could not take the last time */
  readonly backlog: Backlog;
}

/** How often the last event of a run is sent to an observer that fails. */
const FINAL_ATTEMPTS = 2;

/** The observers of one run, in the order of their priority, and what has gone wrong with them. */
export class Recorders {
  readonly #recorders: readonly Recorder[];
  readonly #logger: Logger;
  readonly #exit: <T>(fn: () => T) => T;

  constructor(observers: readonly RunObserver[], run: Run, logger: Logger, exit: <T>(fn: () => T) => T) {
    this.#logger = logger;
    this.#exit = exit;
    const sorted = observers.toSorted((a, b) => b.priority - a.priority);
    this.#recorders = sorted.map((observer) => ({
      observer,
      target: observer.forRun(run),
      begun: false,
      failed: false,
      backlog: new Backlog(),
    }));
  }

  get isEmpty(): boolean {
    return this.#recorders.length === 0;
  }

  wants(event: RunEvent[0]): boolean {
    return this.#recorders.some(({ target }) => target[event] !== undefined);
  }

  /** Sends the first event; whatever goes wrong is the run's failure. The first one that answers gives the id. */
  async begin(tell: (target: RunObserver, id: RunId | null) => unknown, given: RunId | null): Promise<RunId | null> {
    let id = given;
    for (const recorder of this.#recorders) {
      const answer = await this.#exit(() => tell(recorder.target, id));
      recorder.begun = true;
      if (id === null && (typeof answer === "string" || typeof answer === "number")) id = answer;
    }
    return id;
  }

  /** Sends events to each observer in turn. One that fails is warned about once, and gets them again the next time. */
  async send(events: readonly RunEvent[]): Promise<void> {
    for (const recorder of this.#recorders) {
      for (const event of recorder.backlog.joinedWith(events)) {
        try {
          await this.#call(recorder, event);
        } catch (error) {
          recorder.backlog.keep(event);
          if (!recorder.failed) {
            this.#logger.warning(
              `An error occurred in the observer ${describe(recorder.observer)}: ${messageOf(error)}`,
            );
          }
          recorder.failed = true;
        }
      }
    }
  }

  /** Sends a run's last event: tried again, and reported if it can't be stored. One observer never keeps the others from it. */
  async finish(event: FinalEvent, files: Pick<HostFiles, "rescue">, run: Run): Promise<void> {
    for (const recorder of this.#recorders) {
      for (let attempt = 1; attempt <= FINAL_ATTEMPTS; attempt++) {
        try {
          await this.#call(recorder, event);
          break;
        } catch (error) {
          if (attempt < FINAL_ATTEMPTS) continue;
          recorder.failed = true;
          const rescued = this.#exit(() => files.rescue(run, event[0], event[1]));
          const where = rescued === undefined ? "" : ` What it should have stored is in ${rescued}.`;
          this.#logger.error(
            `The observer ${describe(recorder.observer)} could not store the end of the run: ${messageOf(error)}.${where}`,
          );
        }
      }
    }
  }

  /** Sends a run's last events without waiting for anything, because the process ends. */
  sendNow(events: readonly RunEvent[]): void {
    for (const recorder of this.#recorders) {
      for (const event of recorder.backlog.joinedWith(events)) {
        void this.#call(recorder, event).catch((error: unknown) =>
          this.#logger.error(`The observer ${describe(recorder.observer)} failed: ${messageOf(error)}`),
        );
      }
    }
  }

  async join(): Promise<void> {
    for (const { observer, failed } of this.#recorders) {
      if (failed) this.#logger.warning(`The observer ${describe(observer)} failed at some point during the run.`);
    }
    await this.send([["join", {}]]);
  }

  async #call({ target, begun }: Recorder, [name, event]: RunEvent): Promise<void> {
    const method: unknown = target[name];
    if (!begun || typeof method !== "function") return;
    await this.#exit((): unknown => Reflect.apply(method, target, name === "join" ? [] : [event]));
  }
}

function describe(observer: RunObserver): string {
  const text = String(observer);
  return text === "[object Object]" ? observer.constructor.name : text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
