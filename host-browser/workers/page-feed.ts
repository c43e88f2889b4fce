import type { MetricsByName, MetricSeries } from "../../core/metrics/series-of.ts";
import {
  type CompletedEvent,
  type FailedEvent,
  type FinalEvent,
  type HeartbeatEvent,
  type InterruptedEvent,
  type MetricsEvent,
  RunObserver,
  type StartedEvent,
} from "../../core/run/observer.ts";
import { Pace } from "../../core/run/pace.ts";
import type { Run } from "../../core/run/run.ts";
import type { OutputIncrement } from "../../core/run/terminal-text.ts";
import { portable } from "../../core/values/portable.ts";
import { type BegunRun, type FeedMessage, type News, sizeOfNews, type Taken } from "./protocol.ts";

/** Points (24 bytes each) and characters that may be on their way to the page. */
const MOST_ON_THEIR_WAY = 1 << 22;
/** What is kept of each metric, and of the output, for a page that can't keep up. */
const KEPT = 1 << 10;

/** Points in one message: the page looks at one after the other, and draws in between. */
const BATCH = 1 << 16;

/** A page that has not taken so many info dictionaries gets further ones as seldom as with that many. */
const MOST_WAITING = 5;

type NamedSeries = [name: string, points: MetricSeries];

/**
 * Tells the page how a run goes on. A page that is slow gets the newest points and the end of the output only, with a count of
 * what it has missed, so that memory stays bounded; what stores the run is told everything.
 */
export class PageFeed extends RunObserver {
  override readonly isImmediate: boolean = true;
  /** after everybody else: then the run has its id */
  override priority: number = Number.MIN_SAFE_INTEGER;
  readonly #port: MessagePort;
  #run: Run | undefined = undefined;
  #onTheirWay: number = 0;
  #series: readonly NamedSeries[] = [];
  readonly #pace: Pace = new Pace();
  #infosOnTheirWay: number = 0;
  /** the last beat, if its info was not sent */
  #withheld: HeartbeatEvent | undefined = undefined;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.onmessage = ({ data: { taken, hasInfo } }: MessageEvent<Taken>) => {
      this.#onTheirWay -= taken;
      if (hasInfo) this.#infosOnTheirWay--;
    };
  }

  override forRun(run: Run): RunObserver {
    this.#run = run;
    return this;
  }

  override startedEvent({ exInfo, command, config, startTime, id }: StartedEvent): void {
    const { added = [], modified = [], typechanged = new Map() } = this.#run?.configModifications ?? {};
    const modifications = { added: [...added], modified: [...modified], typechanged: [...typechanged.keys()] };
    const begun: BegunRun = { id: this.#run?.id ?? id, name: exInfo.name, command, config, modifications, startTime };
    this.#post({ kind: "begun", begun });
  }

  /** Always comes right before a heartbeat. */
  override logMetrics({ metricsByName }: MetricsEvent): void {
    this.#series = Object.entries(metricsByName);
  }

  override heartbeatEvent(event: HeartbeatEvent): void {
    const { info, output } = event;
    const isInfoDue = this.#pace.isDue;
    this.#withheld = isInfoDue ? undefined : event;
    const all = sizeOf(this.#series);
    const isSlow = all + output.text.length > MOST_ON_THEIR_WAY - this.#onTheirWay;
    const series = isSlow ? this.#series.map(([name, points]): NamedSeries => [name, lastOf(points)]) : this.#series;
    this.#series = [];
    const skippedPoints = all - sizeOf(series);
    // An end of the output that doesn't join what the page has starts where it belongs all the same.
    let unsaid: Omit<News, "metricsByName"> = {
      output: isSlow ? endOf(output) : output,
      skippedPoints,
      ...(isInfoDue ? { info } : {}),
    };
    for (const batch of batchesOf(series)) {
      this.#send({ ...unsaid, metricsByName: Object.fromEntries(batch) });
      unsaid = { output: nothingAfter(output), skippedPoints: 0 };
    }
  }

  #send(news: News): void {
    this.#onTheirWay += sizeOfNews(news);
    const post = (): void => this.#post({ kind: "news", news }, columnsOf(news.metricsByName));
    if (news.info === undefined) return post();
    this.#pace.take(post, 2 ** Math.min(this.#infosOnTheirWay++, MOST_WAITING));
  }

  #sendWithheld(): void {
    if (this.#withheld === undefined) return;
    const { info, output } = this.#withheld;
    this.#send({ output: nothingAfter(output), metricsByName: {}, skippedPoints: 0, info });
    this.#withheld = undefined;
  }

  override completedEvent(event: CompletedEvent): void {
    // The result comes with the outcome: a large one is copied once.
    this.#end(["completedEvent", { ...event, result: null }]);
  }

  override interruptedEvent(event: InterruptedEvent): void {
    this.#end(["interruptedEvent", event]);
  }

  override failedEvent(event: FailedEvent): void {
    this.#end(["failedEvent", event]);
  }

  #end(event: FinalEvent): void {
    this.#sendWithheld();
    this.#post({ kind: "ended", event });
  }

  #post(message: FeedMessage, transfer: ArrayBuffer[] = []): void {
    try {
      this.#port.postMessage(message, transfer);
    } catch {
      // Something in it can't be cloned: a function in the info dictionary, for example. Nothing was transferred then.
      this.#port.postMessage(portable(message), transfer);
    }
  }
}

function nothingAfter({ offset, text }: OutputIncrement): OutputIncrement {
  return { offset: offset + text.length, text: "" };
}

function endOf({ offset, text }: OutputIncrement): OutputIncrement {
  return { offset: offset + Math.max(0, text.length - KEPT), text: text.slice(-KEPT) };
}

/** In batches that a page can take between two frames; one at least, for what else is new. */
function* batchesOf(series: readonly NamedSeries[]): Generator<NamedSeries[]> {
  let batch: NamedSeries[] = [];
  let room = BATCH;
  let isFirst = true;
  for (const [name, points] of series) {
    const { length } = points.steps;
    for (let from = 0; from < length;) {
      const to = Math.min(length, from + room);
      batch.push([name, copyOf(points, from, to)]);
      room -= to - from;
      from = to;
      if (room > 0) continue;
      yield batch;
      isFirst = false;
      batch = [];
      room = BATCH;
    }
  }
  if (isFirst || batch.length > 0) yield batch;
}

function sizeOf(series: readonly NamedSeries[]): number {
  return series.reduce((sum, [, { steps }]) => sum + steps.length, 0);
}

function lastOf(points: MetricSeries): MetricSeries {
  return copyOf(points, Math.max(0, points.steps.length - KEPT), points.steps.length);
}

/** Once more: what is transferred is gone here, and the run's observers are given the same batch. */
function copyOf({ steps, values, timestamps }: MetricSeries, from: number, to: number): MetricSeries {
  return { steps: steps.slice(from, to), values: values.slice(from, to), timestamps: timestamps.slice(from, to) };
}

function columnsOf(metricsByName: MetricsByName): ArrayBuffer[] {
  const columns = Object.values(metricsByName).flatMap(({ steps, values, timestamps }) => [steps, values, timestamps]);
  return columns.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
