import { joinSeries } from "../metrics/join-series.ts";
import type { MetricSeries } from "../metrics/series-of.ts";
import type { MetricsEvent, RunEvent } from "./observer.ts";
import type { OutputIncrement } from "./terminal-text.ts";

/**
 * What an observer has still to be told: what it could not take before, and what has come since. Heartbeats and metrics carry
 * only what is new, so they are joined; resources and artifacts wait in their order.
 */
export class Backlog {
  #events: RunEvent[] = [];

  /** Events that come after everything that is here. */
  add(events: readonly RunEvent[]): void {
    this.#events.push(...events);
  }

  /** What has to be told now. */
  take(): readonly RunEvent[] {
    const events = joined(this.#events);
    this.#events = [];
    return events;
  }

  /** Events that were taken and could not be told: they come before everything that is here. */
  putBack(events: readonly RunEvent[]): void {
    this.#events = [...events, ...this.#events];
  }

  get missed(): readonly RunEvent[] {
    return joined(this.#events);
  }
}

function joined(events: readonly RunEvent[]): RunEvent[] {
  const all: RunEvent[] = [];
  const metrics: MetricsEvent[] = [];
  for (const event of events) {
    const at = isIncrement(event[0]) ? all.findIndex(([name]) => name === event[0]) : -1;
    const before = all[at];
    if (event[0] === "logMetrics") metrics.push(event[1]);
    if (before === undefined) all.push(event);
    else if (before[0] === "heartbeatEvent" && event[0] === "heartbeatEvent")
      all[at] = [event[0], { ...event[1], output: joinOutput(before[1].output, event[1].output) }];
  }
  if (metrics.length < 2) return all;
  const joinedMetrics = joinMetrics(metrics);
  return all.map((event) => (event[0] === "logMetrics" ? ["logMetrics", joinedMetrics] : event));
}

function isIncrement(name: RunEvent[0]): boolean {
  return name === "heartbeatEvent" || name === "logMetrics";
}

/** Two replacements, one after the other, as one. */
function joinOutput(first: OutputIncrement, second: OutputIncrement): OutputIncrement {
  if (second.offset <= first.offset) return second;
  return { offset: first.offset, text: first.text.slice(0, second.offset - first.offset) + second.text };
}

/** All at once: a long wait copies each point once. */
function joinMetrics(events: readonly MetricsEvent[]): MetricsEvent {
  const parts = new Map<string, MetricSeries[]>();
  for (const { metricsByName } of events) {
    for (const [name, series] of Object.entries(metricsByName)) {
      const before = parts.get(name);
      if (before === undefined) parts.set(name, [series]);
      else before.push(series);
    }
  }
  const metricsByName = Object.fromEntries(Array.from(parts, ([name, series]) => [name, joinSeries(series)]));
  return { metricsByName, info: events.at(-1)?.info ?? {} };
}
