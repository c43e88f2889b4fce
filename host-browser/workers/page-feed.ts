import type { MetricSeries } from "../../core/metrics/series-of.ts";
import {
  type CompletedEvent,
  type FailedEvent,
  type HeartbeatEvent,
  type InterruptedEvent,
  type MetricsEvent,
  RunObserver,
  type StartedEvent,
} from "../../core/run/observer.ts";
import type { Run } from "../../core/run/run.ts";
import type { OutputIncrement } from "../../core/run/terminal-text.ts";
import { portable } from "../../core/values/portable.ts";
import type { BegunRun, FeedMessage, News, Taken } from "./protocol.ts";

/** Points (24 bytes each) and characters that may be on their way to the page. */
const MOST_ON_THEIR_WAY = 1 << 22;
/** What is kept of each metric, and of the output, for a page that can't keep up. */
const KEPT = 1 << 10;

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
  #series: Record<string, MetricSeries> = {};

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.onmessage = ({ data: { taken } }: MessageEvent<Taken>) => {
      this.#onTheirWay -= taken;
    };
  }

  override forRun(run: Run): RunObserver {
    this.#run = run;
    return this;
  }

  override startedEvent({ exInfo, command, config, startTime, id }: StartedEvent): void {
    const begun: BegunRun = { id: this.#run?.id ?? id, name: exInfo.name, command, config, startTime };
    this.#post({ kind: "begun", begun });
  }

  /** Always comes right before a heartbeat. */
  override logMetrics({ metricsByName }: MetricsEvent): void {
    this.#series = { ...metricsByName };
  }

  override heartbeatEvent({ info, output }: HeartbeatEvent): void {
    const room = MOST_ON_THEIR_WAY - this.#onTheirWay;
    const all = sizeOf(this.#series);
    const isSlow = all + output.text.length > room;
    const metricsByName = Object.fromEntries(
      Object.entries(this.#series).map(([name, series]) => [name, copyOf(series, isSlow ? KEPT : Infinity)]),
    );
    this.#series = {};
    const sent = sizeOf(metricsByName);
    const news: News = {
      // An end that doesn't join what the page has starts where it belongs all the same.
      output: isSlow ? endOf(output) : output,
      metricsByName,
      skippedPoints: all - sent,
      info,
    };
    this.#onTheirWay += sent + news.output.text.length;
    this.#post({ kind: "news", news }, columnsOf(metricsByName));
  }

  override completedEvent(event: CompletedEvent): void {
    this.#post({ kind: "ended", event: ["completedEvent", event] });
  }

  override interruptedEvent(event: InterruptedEvent): void {
    this.#post({ kind: "ended", event: ["interruptedEvent", event] });
  }

  override failedEvent(event: FailedEvent): void {
    this.#post({ kind: "ended", event: ["failedEvent", event] });
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

function endOf({ offset, text }: OutputIncrement): OutputIncrement {
  return { offset: offset + Math.max(0, text.length - KEPT), text: text.slice(-KEPT) };
}

function sizeOf(metricsByName: Readonly<Record<string, MetricSeries>>): number {
  return Object.values(metricsByName).reduce((sum, { steps }) => sum + steps.length, 0);
}

/** The last points once more: what is transferred is gone here, and the run's observers are given the same batch. */
function copyOf({ steps, values, timestamps }: MetricSeries, most: number): MetricSeries {
  const from = Math.max(0, steps.length - most);
  return { steps: steps.slice(from), values: values.slice(from), timestamps: timestamps.slice(from) };
}

function columnsOf(metricsByName: Readonly<Record<string, MetricSeries>>): ArrayBuffer[] {
  const columns = Object.values(metricsByName).flatMap(({ steps, values, timestamps }) => [steps, values, timestamps]);
  return columns.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
