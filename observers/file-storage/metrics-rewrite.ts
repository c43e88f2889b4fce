import { join } from "node:path";
import { messageOf } from "../../core/errors/thrown.ts";
import { surveyInSteps } from "./log-survey.ts";
import { metricsJsonSteps } from "./metrics-json.ts";

/** metrics.json may take a twentieth of the time. */
const PAUSE = 20;
const LEAST_PAUSE_MILLISECONDS = 2000;

/** Where a run's metrics lie, and how they are written. */
export interface MetricFiles {
  readonly dir: string;
  /** NaN and the infinities become null */
  readonly strictJson: boolean;
}

/** Keeps a run's metrics.json behind its log, a little at a time: nothing has to wait until it is written. */
export class MetricsRewrite {
  /** why the last one failed; it begins again after a pause */
  failure: string | undefined;
  readonly #files: MetricFiles;
  #work: Generator<void, void> | undefined;
  /** bytes of the log that metrics.json holds, and that it will hold when the work is done */
  #written: number = 0;
  #target: number = 0;
  /** milliseconds that the work has taken so far */
  #taken: number = 0;
  /** when the next one may begin, by the monotonic clock: the time of day may be set back in the middle of a run */
  #due: number = performance.now() + LEAST_PAUSE_MILLISECONDS;

  constructor(files: MetricFiles) {
    this.#files = files;
  }

  get isAtWork(): boolean {
    return this.#work !== undefined;
  }

  /** Does metrics.json hold so many bytes of the log? */
  holds(bytes: number): boolean {
    return this.#written === bytes;
  }

  /** From now on there is no pause, and what was begun when the log had fewer bytes is of no use. */
  hurry(bytes: number): void {
    if (this.#target !== bytes) this.giveUp();
    this.#due = 0;
  }

  giveUp(): void {
    this.#work?.return();
    this.#work = undefined;
  }

  /** Works on for a while if it is time. @param bytes that the log has */
  advance(bytes: number, milliseconds: number): void {
    const start = performance.now();
    if (this.#work === undefined && (start < this.#due || this.holds(bytes))) return;
    if (this.#work === undefined) this.#begin(bytes);
    const isOver = this.#workUntil(start + milliseconds);
    const end = performance.now();
    this.#taken += end - start;
    if (!isOver) return;
    this.#work = undefined;
    this.#due = end + Math.max(LEAST_PAUSE_MILLISECONDS, PAUSE * this.#taken);
  }

  #begin(bytes: number): void {
    this.#target = bytes;
    this.#taken = 0;
    this.#work = rewrite(this.#files, bytes);
  }

  /** @returns whether it is over, one way or the other */
  #workUntil(end: number): boolean {
    try {
      do {
        if (this.#work?.next().done !== false) {
          this.#written = this.#target;
          this.failure = undefined;
          return true;
        }
      } while (performance.now() < end);
      return false;
    } catch (error) {
      this.failure = messageOf(error);
      return true;
    }
  }
}

function* rewrite({ dir, strictJson }: MetricFiles, bytes: number): Generator<void, void> {
  const log = join(dir, "metrics.log");
  const survey = yield* surveyInSteps(log, bytes);
  if (survey?.validBytes !== bytes)
    throw new Error(`${log} was damaged: ${survey?.validBytes ?? 0} of its ${bytes} bytes can be read`);
  yield* metricsJsonSteps(join(dir, "metrics.json"), log, survey, strictJson);
}
