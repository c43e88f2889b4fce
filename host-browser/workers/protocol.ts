import type { PortableThrown } from "../../core/errors/portable-error.ts";
import type { RunRequest } from "../../core/experiment/requested-run.ts";
import type { MetricsByName } from "../../core/metrics/series-of.ts";
import type { FinalEvent, RunId } from "../../core/run/observer.ts";
import type { OutputIncrement } from "../../core/run/terminal-text.ts";
import type { Dict } from "../../core/values.ts";

// What a page and the worker of a run tell each other. Control goes through Comlink, everything that is live through the feed.

/** The key of the page's first message, by which a worker's own listeners can tell it from theirs. */
export const HELLO = "sacredTsHello";

/** Comes with the port of the controls. Repeated with another one until the worker has said that it is there. */
export interface Hello {
  readonly [HELLO]: 1;
}

/** The first message on the port of the controls, from the worker. */
export const HERE = "here";

export interface WorkerRequest {
  readonly request: RunRequest;
  readonly observers: readonly PortOfObserver[];
  readonly feed: MessagePort;
  /** of a module that is known as text alone */
  readonly source: ModuleSource | undefined;
}

/** A module that was given as text. */
export interface ModuleSource {
  /** by which name stacks call it */
  readonly file: string;
  readonly text: string;
  /** where its imports lead, by the page's import map */
  readonly imports: Readonly<Record<string, string>>;
}

/** Under it the worker's global scope has a promise of its module's evaluation, where that isn't the worker's own program. */
export const EVALUATION = "sacredTsEvaluation";

export interface PortOfObserver {
  readonly port: MessagePort;
  readonly priority: number;
  /** what messages call it */
  readonly name: string;
}

/** How a run ended; it is over then, and everything is stored. */
export type Outcome = { readonly result: unknown } | { readonly thrown: PortableThrown };

/** What the page asks of a worker. */
export interface Controls {
  start(request: WorkerRequest): Promise<Outcome>;
  /** Resolves to whether there is a run, which ends in its own way; a module that is still being evaluated can only be ended. */
  interrupt(reason: string): boolean;
  /** Holds a Web Lock of that name as long as the worker lives; resolves when it does. */
  live(lock: string): Promise<void>;
}

/** From the worker, in the order in which it happens. */
export type FeedMessage =
  | { readonly kind: "begun"; readonly begun: BegunRun }
  | { readonly kind: "news"; readonly news: News }
  | { readonly kind: "ended"; readonly event: FinalEvent }
  /** the last message, also of a run that has never begun; the outcome comes by another port, and may be sooner */
  | { readonly kind: "over" };

export interface BegunRun {
  readonly id: RunId | null;
  readonly name: string;
  readonly command: string;
  readonly config: Dict;
  /** dotted paths of entries that an update or a named config has changed */
  readonly modifications: Readonly<Record<"added" | "modified" | "typechanged", readonly string[]>>;
  readonly startTime: Date;
}

export interface News {
  readonly output: OutputIncrement;
  readonly metricsByName: MetricsByName;
  /** points that were left out because the page could not keep up; observers are told them all */
  readonly skippedPoints: number;
  /** missing if it would take long to send, and was sent not long ago */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
}

/** From the page: what it has taken of the news. */
export interface Taken {
  /** points and characters */
  readonly taken: number;
  readonly hasInfo: boolean;
}

/** Points and characters. */
export function sizeOfNews({ metricsByName, output }: News): number {
  return Object.values(metricsByName).reduce((sum, { steps }) => sum + steps.length, output.text.length);
}
