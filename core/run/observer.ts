import type { ExperimentInfo } from "../host.ts";
import type { MetricsByName } from "../metrics/series-of.ts";
import type { Dict } from "../values.ts";
import type { FileContent } from "./file-source.ts";
import type { Run } from "./run.ts";
import type { OutputIncrement } from "./terminal-text.ts";

export type RunId = string | number;

export interface StartedEvent {
  readonly exInfo: ExperimentInfo;
  /** what each of its sources holds, as it has run, where that can't be read by its name: in browsers */
  readonly sourceContents?: readonly (Uint8Array | undefined)[] | undefined;
  readonly command: string;
  readonly hostInfo: Dict;
  readonly startTime: Date;
  readonly config: Dict;
  readonly metaInfo: Readonly<Record<string, unknown>>;
  /** null: nobody has given the run an id yet */
  readonly id: RunId | null;
}

export type QueuedEvent = Omit<StartedEvent, "startTime"> & { readonly queueTime: Date };

export interface HeartbeatEvent {
  readonly info: Readonly<Record<string, unknown>>;
  readonly output: OutputIncrement;
  readonly beatTime: Date;
  readonly result: unknown;
}

export interface ArtifactEvent {
  readonly name: string;
  readonly filename: string;
  readonly metadata: unknown;
  readonly contentType: string | undefined;
  /** where it can't be read by its name: in browsers */
  readonly content?: FileContent | undefined;
}

export interface MetricsEvent {
  readonly metricsByName: MetricsByName;
  readonly info: Readonly<Record<string, unknown>>;
}

export interface CompletedEvent {
  readonly stopTime: Date;
  readonly result: unknown;
}

export interface InterruptedEvent {
  readonly interruptTime: Date;
  readonly status: string;
}

export interface FailedEvent {
  readonly failTime: Date;
  readonly failTrace: readonly string[];
  /** the process ends as soon as the event's function returns: what it does asynchronously never happens */
  readonly isExiting?: boolean;
}

export interface ResourceEvent {
  readonly filename: string;
  /** where it can't be read by its name: in browsers */
  readonly content?: FileContent | undefined;
}

/** What is sent to observers once a run has begun. */
export type RunEvent =
  | readonly ["heartbeatEvent", HeartbeatEvent]
  | readonly ["logMetrics", MetricsEvent]
  | readonly ["resourceEvent", ResourceEvent]
  | readonly ["artifactEvent", ArtifactEvent]
  | FinalEvent
  | readonly ["join", object];

/** How a run ends. */
export type FinalEvent =
  | readonly ["completedEvent", CompletedEvent]
  | readonly ["interruptedEvent", InterruptedEvent]
  | readonly ["failedEvent", FailedEvent];

type Answer<T> = T | Promise<T>;

/**
 * What is told about runs. Subclasses implement what they need; every event may be asynchronous and is awaited before the
 * next one.
 *
 * For each run `forRun` gives the object that gets its events. By default that inherits from the observer, so that a
 * subclass may keep a run's state on `this` while several runs overlap.
 *
 * @example
 * ```ts
 * class Printer extends RunObserver {
 *   override completedEvent({ result }) {
 *     console.log("done:", result);
 *   }
 * }
 * ex.observers.push(new Printer());
 * ```
 */
export class RunObserver {
  /** observers of a higher priority are told first; the first one that can gives the run its id */
  priority: number = 0;

  /** What gets the events of `run`. */
  forRun(run: Run): RunObserver {
    // Inherits from this observer, so it is one.
    return Object.create(this, { run: { value: run, enumerable: false } }) as RunObserver;
  }
}

export interface RunObserver {
  queuedEvent?(event: QueuedEvent): Answer<RunId | null | undefined | void>;
  startedEvent?(event: StartedEvent): Answer<RunId | null | undefined | void>;
  heartbeatEvent?(event: HeartbeatEvent): Answer<void>;
  completedEvent?(event: CompletedEvent): Answer<void>;
  interruptedEvent?(event: InterruptedEvent): Answer<void>;
  failedEvent?(event: FailedEvent): Answer<void>;
  resourceEvent?(event: ResourceEvent): Answer<void>;
  artifactEvent?(event: ArtifactEvent): Answer<void>;
  logMetrics?(event: MetricsEvent): Answer<void>;
  join?(): Answer<void>;
  /** Events have left this thread when their method returns, and beats and points are never refused: see RemoteObserver. */
  readonly isImmediate?: boolean;
  /** Makes and names a folder for what is kept of a run while it goes on: where the temporary folder can't be written. */
  makeScratchFolder?(): string;
  /** The output of a run that has ended, read back from what is stored: without it a copy of its own is kept for `run.capturedOut`. */
  storedOutput?(): string;
}
