import { toPortable } from "../errors/portable-error.ts";
import { Backlog } from "./backlog.ts";
import type { AnswerMessage, EventMessage, EventPort, SentEvent } from "./event-port.ts";
import { hasContent } from "./has-content.ts";
import { ObservedRun, type ToldEvent } from "./observed-run.ts";
import type { FinalEvent, RunEvent, RunId, RunObserver } from "./observer.ts";

/** Without word of a closed port, nothing more is expected of a worker that has been silent for so long. */
const SILENCE_MILLISECONDS = 300;
/** Between two tries to tell the end of a run that could not be told. */
const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

export interface ServedRun {
  /**
   * Ends a run whose worker is gone without having told its end: everything that it has posted is stored first. Does
   * nothing if the run had told its end, or had never begun.
   *
   * @throws what the observer throws, or did so for a file before: the worker may not have heard of that
   */
  end(event: FinalEvent): Promise<void>;
}

/**
 * Serves the events of one run that a `RemoteObserver` posts at the other end of `port`: calls the observer's methods one
 * after the other, and answers each.
 *
 * Beats and points that the observer could not take are joined with the next ones, as the engine does for its own observers.
 *
 * @param insists says of an error that what failed so is to be tried again after the run, too, for as long as it takes: `join`
 * is called then
 */
export function serveObserver(
  port: EventPort,
  observer: RunObserver,
  insists?: (error: unknown) => boolean,
): ServedRun {
  return new ServedObserver(port, observer, insists);
}

const JOIN: RunEvent = ["join", {}];
const ignore = (): void => undefined;

class ServedObserver implements ServedRun {
  readonly #port: EventPort;
  readonly #run: ObservedRun = new ObservedRun();
  readonly #target: RunObserver;
  readonly #backlog: Backlog = new Backlog();
  /** resolves when the other end is gone */
  readonly #closed: Promise<void>;
  #queue: Promise<void> = Promise.resolve();
  #received: number = 0;
  #state: "new" | "begun" | "ended" = "new";
  readonly #insists: (error: unknown) => boolean;
  #pauseMilliseconds: number = FIRST_PAUSE_MILLISECONDS;
  #hasJoined: boolean = false;
  /** how the run has ended, while the observer could not be told */
  #untold: { readonly end: FinalEvent; readonly error: unknown } | undefined = undefined;
  /** what went wrong first with resources and artifacts */
  #fileFailure: { readonly error: unknown } | undefined = undefined;

  constructor(port: EventPort, observer: RunObserver, insists: (error: unknown) => boolean = () => false) {
    this.#port = port;
    this.#insists = insists;
    // Observers are made for runs of their own realm, of which they see here what events have told.
    this.#target = Reflect.apply(observer.forRun, observer, [this.#run]);
    this.#closed = new Promise((resolve) => {
      port.onclose = () => resolve();
    });
    // Only a RemoteObserver is at the other end.
    port.onmessage = ({ data }) => this.#receive(data as EventMessage);
  }

  async end(event: FinalEvent): Promise<void> {
    await Promise.race([this.#closed, this.#silence()]);
    const ended = this.#queue.then(() => this.#end(event));
    this.#queue = ended.catch(() => undefined);
    return ended.finally(() => this.#port.close());
  }

  async #end(event: FinalEvent): Promise<void> {
    if (this.#state === "new") return;
    try {
      if (this.#state === "ended") return;
      // The run may have told its end, and the observer could not be told. As the engine does: one more try.
      const last = this.#untold?.end ?? event;
      await this.#tell(last).catch(() => this.#tell(last));
      if (this.#fileFailure !== undefined) throw this.#fileFailure.error;
    } finally {
      if (!this.#hasJoined) await this.#tell(JOIN);
    }
  }

  /** Where ports don't tell that they are closed. */
  async #silence(): Promise<void> {
    let before = -1;
    while (before !== this.#received) {
      before = this.#received;
      await new Promise<void>((resolve) => void setTimeout(resolve, SILENCE_MILLISECONDS));
    }
  }

  #receive({ id, event }: EventMessage): void {
    this.#received++;
    this.#queue = this.#queue.then(async () => this.#port.postMessage(await this.#answer(id, event)));
  }

  async #answer(id: number, event: SentEvent): Promise<AnswerMessage> {
    try {
      return { id, answer: await this.#tell(event) };
    } catch (error) {
      if (event[0] === "resourceEvent" || event[0] === "artifactEvent") this.#fileFailure ??= { error };
      return { id, error: toPortable(error) };
    }
  }

  /**
   * @throws what the observer throws, for `event` or for what was missed before; with a last event, which would be said not to
   * be stored, not for files: that has been told when they came
   */
  async #tell(sent: SentEvent): Promise<RunId | null> {
    const event = this.#run.note(sent);
    if (event[0] === "queuedEvent" || event[0] === "startedEvent") return this.#begin(event);
    const isFinal = event[0] === "completedEvent" || event[0] === "interruptedEvent" || event[0] === "failedEvent";
    const isLast = isFinal || event[0] === "join";
    let failure: { readonly error: unknown } | undefined;
    const missed: RunEvent[] = [];
    let isInsisted = this.#untold !== undefined && this.#insists(this.#untold.error);
    this.#backlog.add([event]);
    if (event[0] === "join") this.#hasJoined = true;
    for (const next of this.#backlog.take()) {
      if (next[0] === "join" && isInsisted) {
        void this.#insist();
        break;
      }
      try {
        await this.#call(next);
        if (next !== event || !isFinal) continue;
        this.#state = "ended";
        this.#untold = undefined;
      } catch (error) {
        isInsisted ||= this.#insists(error);
        if (next === event && isFinal) this.#untold = { end: event, error };
        if (next === event || !isLast || hasContent(next)) failure ??= { error };
        // The engine sends the last event again itself.
        if (next !== event || !isFinal) missed.push(next);
      }
    }
    this.#backlog.putBack(missed);
    if (failure !== undefined) throw failure.error;
    return null;
  }

  /** After a while, tells what is missing once more; `join` comes here again until nothing is. */
  async #insist(): Promise<void> {
    await new Promise<void>((resolve) => void setTimeout(resolve, this.#pauseMilliseconds));
    this.#pauseMilliseconds = Math.min(2 * this.#pauseMilliseconds, LONGEST_PAUSE_MILLISECONDS);
    const end = this.#untold?.end;
    for (const event of end === undefined ? [JOIN] : [end, JOIN])
      this.#queue = this.#queue.then(() => this.#tell(event)).then(ignore, ignore);
  }

  async #begin(event: ToldEvent): Promise<RunId | null> {
    const answer = await this.#call(event);
    if (typeof answer === "string" || typeof answer === "number") this.#run.id ??= answer;
    this.#state = "begun";
    return this.#run.id;
  }

  async #call([name, event]: ToldEvent): Promise<unknown> {
    const method: unknown = this.#target[name];
    if (typeof method !== "function") return undefined;
    return Reflect.apply(method, this.#target, name === "join" ? [] : [event]);
  }
}
