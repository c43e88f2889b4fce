import type { MetricSeries } from "../metrics/metric-columns.ts";
import type { HeartbeatEvent, MetricsEvent, RunEvent } from "./observer.ts";
import type { OutputIncrement } from "./terminal-text.ts";

/**
 * What an observer could not take, kept for the next time. Heartbeats and metrics carry only what is new, so what was missed
 * is joined with what comes next; resources and artifacts wait in their order.
 */
export class Backlog {
  #missed: RunEvent[] = [];

  /** The events to be sent now: what was missed, joined with `events`. */
  joinedWith(events: readonly RunEvent[]): RunEvent[] {
    const joined = this.#missed;
    this.#missed = [];
    for (const event of events) {
      const at = joined.findIndex(([name]) => name === event[0] && isIncrement(name));
      const before = joined[at];
      if (before === undefined) joined.push(event);
      else joined[at] = joinEvents(before, event);
    }
    return joined;
  }

  keep(event: RunEvent): void {
    this.#missed.push(event);
  }

  get missed(): readonly RunEvent[] {
    return this.#missed;
  }
}

function isIncrement(name: RunEvent[0]): boolean {
  return name === "heartbeatEvent" || name === "logMetrics";
}

function joinEvents(missed: RunEvent, event: RunEvent): RunEvent {
  if (missed[0] === "heartbeatEvent" && event[0] === "heartbeatEvent")
    return [event[0], joinHeartbeats(missed[1], event[1])];
  if (missed[0] === "logMetrics" && event[0] === "logMetrics") return [event[0], joinMetrics(missed[1], event[1])];
  return event;
}

function joinHeartbeats(missed: HeartbeatEvent, event: HeartbeatEvent): HeartbeatEvent {
  return { ...event, output: joinOutput(missed.output, event.output) };
}

/** Two replacements, one after the other, as one. */
export function joinOutput(first: OutputIncrement, second: OutputIncrement): OutputIncrement {
  if (second.offset <= first.offset) return second;
  return { offset: first.offset, text: first.text.slice(0, second.offset - first.offset) + second.text };
}

function joinMetrics(missed: MetricsEvent, event: MetricsEvent): MetricsEvent {
  const series = new Map(Object.entries(missed.metricsByName));
  for (const [name, after] of Object.entries(event.metricsByName)) {
    const before = series.get(name);
    series.set(name, before === undefined ? after : joinSeries(before, after));
  }
  return { ...event, metricsByName: Object.fromEntries(series) };
}

function joinSeries(before: MetricSeries, after: MetricSeries): MetricSeries {
  const join = (column: keyof MetricSeries): Float64Array => {
    const joined = new Float64Array(before[column].length + after[column].length);
    joined.set(before[column]);
    joined.set(after[column], before[column].length);
    return joined;
  };
  return { steps: join("steps"), values: join("values"), timestamps: join("timestamps") };
}
