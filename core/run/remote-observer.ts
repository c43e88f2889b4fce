import { ObserverError } from "../errors/index.ts";
import { fromPortable } from "../errors/portable-error.ts";
import { messageOf } from "../errors/thrown.ts";
import { portable } from "../values/portable.ts";
import type { AnswerMessage, EventPort, Paced, SentEvent } from "./event-port.ts";
import {
  type ArtifactEvent,
  type CompletedEvent,
  type FailedEvent,
  type HeartbeatEvent,
  type InterruptedEvent,
  type MetricsEvent,
  type QueuedEvent,
  type ResourceEvent,
  type RunId,
  RunObserver,
  type StartedEvent,
} from "./observer.ts";
import { Pace } from "./pace.ts";
import type { Run } from "./run.ts";

interface Waiting {
  resolve(answer: RunId | null): void;
  reject(error: unknown): void;
}

/**
 * Hands the events of one run to an observer in another realm, which `serveObserver` serves at the other end of `port`.
 *
 * Events are posted at once, so that they leave a thread that never comes back to its event loop. What has been posted is
 * the other end's: it keeps what its observer could not take, and sends it again with the next event. So beats and points are
 * never rejected here (the engine would send them twice); what goes wrong with them is logged. An info dictionary that takes
 * long to copy is sent seldom, and with the end of the run.
 */
export class RemoteObserver extends RunObserver {
  override readonly isImmediate: boolean = true;
  readonly #port: EventPort;
  readonly #name: string;
  readonly #waiting: Map<number, Waiting> = new Map();
  readonly #told: Set<string> = new Set();
  #sent: number = 0;
  #run: Run | undefined = undefined;
  #isClosed: boolean = false;
  readonly #pace: Pace = new Pace();
  /** the last beat, if its info was not sent */
  #withheld: HeartbeatEvent | undefined = undefined;

  /** @param name what messages call the observer */
  constructor(port: EventPort, { priority = 0, name = "RemoteObserver" }: { priority?: number; name?: string } = {}) {
    super();
    this.priority = priority;
    this.#port = port;
    this.#name = name;
    // Nobody but `serveObserver` is at the other end.
    port.onmessage = ({ data }) => this.#answered(data as AnswerMessage);
    port.onclose = () => this.#closed();
  }

  override forRun(run: Run): RunObserver {
    if (this.#run !== undefined)
      throw new ObserverError("A RemoteObserver is for one run: each needs a port of its own.");
    this.#run = run;
    return this;
  }

  override queuedEvent(event: QueuedEvent): Promise<RunId | null> {
    return this.#send(["queuedEvent", event]);
  }
  override startedEvent(event: StartedEvent): Promise<RunId | null> {
    return this.#send(["startedEvent", event]);
  }
  override heartbeatEvent(event: HeartbeatEvent): Promise<void> {
    this.#withheld = event;
    return this.#postPaced(event, (sent) => {
      if (sent.info !== undefined) this.#withheld = undefined;
      return this.#post(["heartbeatEvent", sent]);
    });
  }
  override logMetrics(event: MetricsEvent): Promise<void> {
    const copy = copyOf(event);
    return this.#postPaced(copy, (sent) => this.#post(["logMetrics", sent], columnsOf(copy)));
  }
  override resourceEvent(event: ResourceEvent): Promise<void> {
    return this.#post(["resourceEvent", event]);
  }
  override artifactEvent(event: ArtifactEvent): Promise<void> {
    return this.#post(["artifactEvent", event]);
  }
  override async completedEvent(event: CompletedEvent): Promise<void> {
    this.#postWithheld();
    await this.#send(["completedEvent", event]);
  }
  override async interruptedEvent(event: InterruptedEvent): Promise<void> {
    this.#postWithheld();
    await this.#send(["interruptedEvent", event]);
  }
  override async failedEvent(event: FailedEvent): Promise<void> {
    this.#postWithheld();
    await this.#send(["failedEvent", event]);
  }
  override async join(): Promise<void> {
    await this.#send(["join", {}]);
  }

  override toString(): string {
    return this.#name;
  }

  #postPaced<Event extends HeartbeatEvent | MetricsEvent>(
    event: Event,
    post: (sent: Paced<Event>) => Promise<void>,
  ): Promise<void> {
    if (Object.keys(event.info).length === 0) return post(event);
    if (!this.#pace.isDue) {
      const { info: _info, ...rest } = event;
      return post(rest);
    }
    return this.#pace.take(() => post(event));
  }

  #postWithheld(): void {
    const beat = this.#withheld;
    this.#withheld = undefined;
    if (beat === undefined) return;
    const { offset, text } = beat.output;
    void this.#post(["heartbeatEvent", { ...beat, output: { offset: offset + text.length, text: "" } }]);
  }

  /** Not async: that would hold on to the event until it is answered, which code that holds the thread keeps from happening. */
  #post(event: SentEvent, transfer?: ArrayBuffer[]): Promise<void> {
    return this.#send(event, transfer).then(
      () => undefined,
      (error: unknown) => this.#warn(error),
    );
  }

  #warn(error: unknown): void {
    const message = messageOf(error);
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#run?.runLogger.warning(`An error occurred in the observer ${this.#name}: ${message}`);
  }

  /** What is sent has left when this returns. */
  #send(event: SentEvent, transfer: ArrayBuffer[] = []): Promise<RunId | null> {
    const id = this.#sent++;
    if (this.#isClosed) return Promise.reject(this.#gone());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        this.#port.postMessage({ id, event }, transfer);
      } catch {
        // Something in it can't be cloned: a function in the info dictionary, for example. Nothing was transferred then.
        this.#port.postMessage({ id, event: portable(event) }, transfer);
      }
    });
  }

  #answered(message: AnswerMessage): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("error" in message) waiting?.reject(fromPortable(message.error));
    else waiting?.resolve(message.answer);
  }

  #closed(): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(this.#gone());
    this.#waiting.clear();
  }

  #gone(): ObserverError {
    return new ObserverError(
      `The observer ${this.#name} is gone: the page or the worker where it was has been closed.`,
    );
  }
}

/** The columns once more: what is transferred is gone here, and other observers of the run are given the same batch. */
function copyOf({ metricsByName, info }: MetricsEvent): MetricsEvent {
  const copied = Object.entries(metricsByName).map(([name, { steps, values, timestamps }]) => [
    name,
    { steps: steps.slice(), values: values.slice(), timestamps: timestamps.slice() },
  ]);
  return { metricsByName: Object.fromEntries(copied), info };
}

function columnsOf({ metricsByName }: MetricsEvent): ArrayBuffer[] {
  const columns = Object.values(metricsByName).flatMap(({ steps, values, timestamps }) => [steps, values, timestamps]);
  return columns.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
