import { ObserverError } from "../errors/index.ts";
import type { Dict } from "../values.ts";
import type { SentEvent } from "./event-port.ts";
import type { QueuedEvent, RunEvent, RunId, StartedEvent } from "./observer.ts";

export type ToldEvent = readonly ["queuedEvent", QueuedEvent] | readonly ["startedEvent", StartedEvent] | RunEvent;

/**
 * What an observer is given as `run` where the run itself is in another realm: everything that events have told so far.
 * Points and output come by `logMetrics` and `heartbeatEvent` alone.
 */
export class ObservedRun {
  id: RunId | null = null;
  status: string | undefined = undefined;
  command: string = "";
  config: Dict = {};
  info: Readonly<Record<string, unknown>> = {};
  metaInfo: Readonly<Record<string, unknown>> = {};
  result: unknown = null;
  startTime: Date | undefined = undefined;
  stopTime: Date | undefined = undefined;
  failTrace: readonly string[] | undefined = undefined;

  get metrics(): never {
    throw new ObserverError("run.metrics isn't there: the run is in a worker. Its points come by logMetrics.");
  }

  get capturedOut(): never {
    throw new ObserverError("run.capturedOut isn't there: the run is in a worker. Its output comes by heartbeatEvent.");
  }

  /** @returns the event, whole */
  note(sent: SentEvent): ToldEvent {
    const [name, event] = sent;
    switch (name) {
      case "queuedEvent":
      case "startedEvent":
        this.status = name === "queuedEvent" ? "QUEUED" : "RUNNING";
        this.#begin(event);
        if ("startTime" in event) this.startTime = event.startTime;
        return sent;
      case "heartbeatEvent":
        this.info = event.info ?? this.info;
        this.result = event.result;
        return [name, { ...event, info: this.info }];
      case "logMetrics":
        this.info = event.info ?? this.info;
        return [name, { ...event, info: this.info }];
      case "completedEvent":
        this.#end("COMPLETED", event.stopTime);
        this.result = event.result;
        return sent;
      case "interruptedEvent":
        this.#end(event.status, event.interruptTime);
        return sent;
      case "failedEvent":
        this.#end("FAILED", event.failTime);
        this.failTrace = event.failTrace;
        return sent;
      default:
        return sent;
    }
  }

  #begin(event: Pick<ObservedRun, "id" | "command" | "config" | "metaInfo">): void {
    this.id = event.id;
    this.command = event.command;
    this.config = event.config;
    this.metaInfo = event.metaInfo;
  }

  #end(status: string, stopTime: Date): void {
    this.status = status;
    this.stopTime = stopTime;
  }
}
