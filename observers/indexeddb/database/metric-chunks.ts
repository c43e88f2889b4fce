import type { MetricSeries } from "../../../core/metrics/series-of.ts";
import type { RunId } from "../../../core/run/observer.ts";
import type { WriteTransaction } from "./schema.ts";

/** One record a point takes two hundred times as long. */
export const CHUNK_POINTS = 4096;

/** Where the points of one metric go on: in the last chunk, if that has room. */
interface Tail {
  readonly index: number;
  readonly points: MetricSeries;
}

const EMPTY: MetricSeries = { steps: new Float64Array(), values: new Float64Array(), timestamps: new Float64Array() };

/** Writes the points of one run in chunks. */
export class MetricChunks {
  readonly #tails: Map<string, Tail> = new Map();

  /**
   * Adds points of one metric.
   *
   * @returns to be called once the transaction is done: until then the points may have to be added again
   */
  async add(transaction: WriteTransaction, run: RunId, name: string, points: MetricSeries): Promise<() => void> {
    const store = transaction.objectStore("metrics");
    let { index, points: tail } = this.#tails.get(name) ?? { index: 0, points: EMPTY };
    const puts: Promise<unknown>[] = [];
    for (let at = 0; at < points.steps.length;) {
      const room = CHUNK_POINTS - tail.steps.length;
      // Slices, not views: a view would be stored with all of the memory that it looks at.
      const piece = sliced(points, at, at + room);
      tail = tail.steps.length === 0 ? piece : joined(tail, piece);
      puts.push(store.put(tail, [run, name, index]));
      at += room;
      if (tail.steps.length === CHUNK_POINTS) [index, tail] = [index + 1, EMPTY];
    }
    await Promise.all(puts);
    return () => void this.#tails.set(name, { index, points: tail });
  }
}

function sliced({ steps, values, timestamps }: MetricSeries, from: number, to: number): MetricSeries {
  return { steps: steps.slice(from, to), values: values.slice(from, to), timestamps: timestamps.slice(from, to) };
}

/** Chunks one after another. */
export function joinedSeries(chunks: readonly MetricSeries[]): MetricSeries {
  const column = (key: keyof MetricSeries): Float64Array => {
    const whole = new Float64Array(chunks.reduce((length, chunk) => length + chunk[key].length, 0));
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk[key], at);
      at += chunk[key].length;
    }
    return whole;
  };
  return { steps: column("steps"), values: column("values"), timestamps: column("timestamps") };
}

function joined(first: MetricSeries, second: MetricSeries): MetricSeries {
  return joinedSeries([first, second]);
}
