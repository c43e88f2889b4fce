import type { PortableThrown } from "../errors/portable-error.ts";
import type { HeartbeatEvent, MetricsEvent, QueuedEvent, RunEvent, RunId, StartedEvent } from "./observer.ts";

/** What is used of a MessagePort: one end of a way between two realms. */
export interface EventPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  postMessage(message: unknown): void;
  onmessage: Listener | null;
  /** where a port tells that its other end is gone; everything that was sent has come before */
  onclose?: Listener | null;
  start?(): void;
  close(): void;
}

/** As a method, so that ports which give their listeners more than that are ports, too. */
type Listener = { listen(event: { readonly data: unknown }): void }["listen"];

export type SentEvent =
  | readonly ["queuedEvent", QueuedEvent]
  | readonly ["startedEvent", StartedEvent]
  | readonly ["heartbeatEvent", Paced<HeartbeatEvent>]
  | readonly ["logMetrics", Paced<MetricsEvent>]
  | Exclude<RunEvent, readonly ["heartbeatEvent" | "logMetrics", unknown]>;

/** Without the info dictionary, that is what it was the last time. */
export type Paced<Event extends { readonly info: unknown }> = Omit<Event, "info"> & Partial<Pick<Event, "info">>;

/** To where the run is stored. */
export interface EventMessage {
  readonly id: number;
  readonly event: SentEvent;
}

/** And back, once for each event. */
export type AnswerMessage =
  | { readonly id: number; readonly answer: RunId | null }
  | { readonly id: number; readonly error: PortableThrown };
