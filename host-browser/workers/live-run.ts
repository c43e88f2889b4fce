import { joinSeries } from "../../core/metrics/join-series.ts";
import type { MetricSeries, MetricsByName } from "../../core/metrics/series-of.ts";
import type { FinalEvent, RunId } from "../../core/run/observer.ts";
import type { RunStatus } from "../../core/run/run.ts";
import { Glimpse } from "../../core/show/glimpse.ts";
import type { RunFacts } from "../../core/show/run-facts.ts";
import { LiveStream } from "./live-stream.ts";
import { type BegunRun, type FeedMessage, type News, sizeOfNews, type Taken } from "./protocol.ts";
import { PrintedText } from "./printed-text.ts";

/** Points that have come, by metric. */
export interface MetricsNews {
  readonly metricsByName: MetricsByName;
  /** points that are missing here because the page was too slow for them; the run's observers have them all */
  readonly skippedPoints: number;
}

/** What is kept of each metric, and of the output (in UTF-16 units), for a reader of a stream that is slow. */
const KEPT_POINTS = 1 << 16;
const KEPT_UNITS = 1 << 20;

const NO_CONFIG = {};

/** What the page knows of a run in a worker: told by its feed, message by message. */
export class LiveRun {
  readonly stdout: LiveStream<string> = new LiveStream((held, next) => (held + next).slice(-KEPT_UNITS));
  readonly metrics: LiveStream<MetricsNews> = new LiveStream(joinNews);
  readonly info: LiveStream<Readonly<Record<string, unknown>>> = new LiveStream((_held, next) => next);
  readonly status: LiveStream<RunStatus> = new LiveStream((_held, next) => next);
  readonly #glimpse: Glimpse = new Glimpse();
  readonly #printed: PrintedText = new PrintedText();
  #begun: BegunRun | undefined = undefined;
  #modifications: RunFacts["modifications"] = undefined;
  #stopTime: Date | undefined = undefined;
  #result: unknown = null;
  #failTrace: readonly string[] | undefined = undefined;
  #isOver: boolean = false;
  readonly #requestedCommand: string;
  #fileName: string = "experiment";

  /** @param requestedCommand what is shown as long as the worker has not told which it is */
  constructor(requestedCommand: string) {
    this.#requestedCommand = requestedCommand;
  }

  /** What its module's file is called: what is shown as long as the worker has not told the name of its experiment. */
  nameAfter(address: string): void {
    this.#fileName = /([^/]+?)(?:\.\w+)?(?:[?#].*)?$/.exec(address)?.[1] ?? this.#fileName;
  }

  /** Returns what resolves when everything has come that the worker has sent before it said that the run is over. */
  listen(port: MessagePort): Promise<void> {
    return new Promise((resolve) => {
      port.onmessage = ({ data }: MessageEvent<FeedMessage>) => {
        if (data.kind === "over") return resolve();
        if (this.#isOver) return;
        if (data.kind === "begun") this.#begin(data.begun);
        else if (data.kind === "ended") this.noteEnd(data.event);
        else {
          const { news } = data;
          port.postMessage({ taken: sizeOfNews(news), hasInfo: news.info !== undefined } satisfies Taken);
          this.#add(news);
        }
      };
    });
  }

  get id(): RunId | null {
    return this.#begun?.id ?? null;
  }

  get facts(): RunFacts {
    return {
      name: this.#begun?.name ?? this.#fileName,
      command: this.#begun?.command ?? this.#requestedCommand,
      id: this.id,
      status: this.status.latest,
      startTime: this.#begun?.startTime,
      stopTime: this.#stopTime,
      config: this.#begun?.config ?? NO_CONFIG,
      modifications: this.#modifications,
      result: this.#result,
      failTrace: this.#failTrace,
      output: this.#glimpse.output,
      lostUnits: this.#glimpse.lostUnits,
      glimpse: this.#glimpse,
      last: Array.from(this.#glimpse.metrics, ([name, { lastStep, lastValue }]) => ({
        name,
        step: lastStep,
        value: lastValue,
      })),
      isOver: this.#isOver,
    };
  }

  noteEnd([name, event]: FinalEvent): void {
    switch (name) {
      case "completedEvent":
        this.#stopTime = event.stopTime;
        return this.status.push("COMPLETED");
      case "interruptedEvent":
        this.#stopTime = event.interruptTime;
        return this.status.push(event.status);
      case "failedEvent":
        this.#stopTime = event.failTime;
        this.#failTrace = event.failTrace;
        return this.status.push("FAILED");
    }
  }

  /** Nothing comes any more. */
  end(result: unknown): void {
    this.#isOver = true;
    this.#result = result;
    for (const stream of [this.stdout, this.metrics, this.info, this.status]) stream.end();
  }

  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  #begin(begun: BegunRun): void {
    this.#begun = begun;
    const { added, modified, typechanged } = begun.modifications;
    this.#modifications = { added: new Set(added), modified: new Set(modified), typechanged: new Set(typechanged) };
    this.status.push("RUNNING");
  }

  #add({ output, metricsByName, skippedPoints, info }: News): void {
    const text = this.#printed.add(output);
    if (text !== "") {
      this.#glimpse.addOutput(text);
      this.stdout.push(text);
    }
    for (const [name, { steps, values }] of Object.entries(metricsByName))
      steps.forEach((step, index) => this.#glimpse.addPoint(name, step, values[index] ?? Number.NaN));
    if (Object.keys(metricsByName).length > 0 || skippedPoints > 0) this.metrics.push({ metricsByName, skippedPoints });
    if (info !== undefined) this.info.push(info);
  }
}

function joinNews(held: MetricsNews, next: MetricsNews): MetricsNews {
  const names = new Set([...Object.keys(held.metricsByName), ...Object.keys(next.metricsByName)]);
  let skippedPoints = held.skippedPoints + next.skippedPoints;
  const joined = Array.from(names, (name): [string, MetricSeries] => {
    const parts = [held.metricsByName[name], next.metricsByName[name]].filter((series) => series !== undefined);
    const whole = joinSeries(parts);
    const from = Math.max(0, whole.steps.length - KEPT_POINTS);
    skippedPoints += from;
    const { steps, values, timestamps } = whole;
    return [
      name,
      from === 0 ? whole : { steps: steps.slice(from), values: values.slice(from), timestamps: timestamps.slice(from) },
    ];
  });
  return { metricsByName: Object.fromEntries(joined), skippedPoints };
}
