import { SacredError } from "../errors/index.ts";
import { CHUNK_HEADER, ChunkView, type MetricChunk, POINT_BYTES } from "./chunk-view.ts";
import { type ChunkPart, type MetricsByName, seriesOf } from "./series-of.ts";

/** Is told of new memory before the first point is written there, and of names before the first point that uses them. */
export interface MetricSubscriber {
  chunk(chunk: MetricChunk): void;
  name(id: number, name: string): void;
}

const FIRST_CAPACITY = 1 << 10;
/** A full chunk wakes the thread that stores it: no more points than this wait for it. */
const LARGEST_CAPACITY = 1 << 12;

interface Metric {
  readonly id: number;
  lastStep: number;
  lastValue: number;
}

/** How far somebody has read. */
interface Reader {
  chunk: ChunkView | undefined;
  index: number;
}

/** Is given each point once. */
export type PointListener = (name: string, step: number, value: number) => void;

/**
 * The metrics of one run. Logging a point writes four numbers into columns; nothing is allocated, whatever happens to the
 * points later. Chunks are freed as soon as every reader has passed them: nothing here holds on to an old one.
 */
export class MetricColumns {
  readonly #metrics: Map<string, Metric> = new Map();
  readonly #names: string[] = [];
  readonly #subscribers: MetricSubscriber[] = [];
  #chunk: ChunkView | undefined = undefined;
  readonly #readers: Reader[] = [];
  /** when the next pulse is due, in milliseconds since the epoch */
  #due: number = Infinity;
  readonly #pulses: ((now: number) => number)[] = [];
  readonly #free: MetricChunk[] = [];
  /** where the engine's own reading goes on; set while somebody wants to drain */
  #drained: Reader | undefined = undefined;

  /**
   * @param step undefined or null: the next one
   * @throws {SacredError} for a name that is none, and a value or a step that is no number; no trace is left then
   */
  log(name: string, value: number | bigint, step?: number | bigint | null): void {
    const number = typeof value === "number" ? value : toNumber(value, "value", name);
    const given = typeof step === "number" || step === undefined ? step : stepOf(step, name);
    const metric = this.#metrics.get(name) ?? this.#addMetric(name);
    const at = given ?? metric.lastStep + 1;
    let chunk = this.#chunk;
    if (chunk === undefined || chunk.length === chunk.capacity) chunk = this.#addChunk();
    const index = chunk.length;
    chunk.steps[index] = at;
    chunk.values[index] = number;
    const now = Date.now();
    chunk.times[index] = now;
    chunk.ids[index] = metric.id;
    metric.lastStep = at;
    metric.lastValue = number;
    chunk.length = index + 1;
    Atomics.store(chunk.complete, 0, index + 1);
    if (now >= this.#due) this.#due = Math.min(...this.#pulses.map((pulse) => pulse(now)));
  }

  /**
   * Calls `pulse` from inside of `log`, at once and then when the time (milliseconds since the epoch) has come that it gave
   * the last time, if not sooner: code that holds the thread leaves no other occasion.
   */
  onPulse(pulse: (now: number) => number): void {
    this.#pulses.push(pulse);
    this.#due = 0;
  }

  /** Reads what is logged from now on. Chunks so far, of a run that has already logged, are not seen. */
  subscribe(subscriber: MetricSubscriber): void {
    this.#subscribers.push(subscriber);
  }

  /** The only subscriber has read all of a chunk: its memory is used again, which garbage collectors can't do in time. */
  recycle(chunk: MetricChunk): void {
    if (this.#subscribers.length < 2 && this.#readers.length === 0) this.#free.push(chunk);
  }

  /** The last point of each metric. */
  get last(): { readonly name: string; readonly step: number; readonly value: number }[] {
    return Array.from(this.#metrics, ([name, { lastStep, lastValue }]) => ({ name, step: lastStep, value: lastValue }));
  }

  /** From now on points are kept until `drain` takes them. */
  keepForDrain(): void {
    this.#drained ??= this.#newReader();
  }

  /** Gives what reads on from here: each call hands over the points that have come since the last one, and are kept until then. */
  reader(): (each: PointListener) => void {
    const reader = this.#newReader();
    return (each) =>
      this.#advance(reader, (chunk, from) => {
        for (let index = from; index < chunk.length; index++)
          each(this.#names[chunk.ids[index] ?? 0] ?? "", chunk.steps[index] ?? 0, chunk.values[index] ?? 0);
      });
  }

  #newReader(): Reader {
    const reader = { chunk: this.#chunk, index: this.#chunk?.length ?? 0 };
    this.#readers.push(reader);
    return reader;
  }

  #advance(reader: Reader, read: (chunk: ChunkView, from: number) => void): void {
    while (reader.chunk !== undefined) {
      read(reader.chunk, reader.index);
      reader.index = reader.chunk.length;
      if (reader.chunk.next === undefined) break;
      reader.chunk = reader.chunk.next;
      reader.index = 0;
    }
  }

  /** All points since the last call (or since `keepForDrain`), by name. */
  drain(): MetricsByName {
    const parts: ChunkPart[] = [];
    if (this.#drained !== undefined)
      this.#advance(this.#drained, (chunk, from) => parts.push({ chunk, from, to: chunk.length }));
    const series = seriesOf(parts, this.#names.length);
    // By fromEntries: a metric may be called __proto__.
    return Object.fromEntries(Array.from(series, ([id, points]) => [this.#names[id] ?? "", points]));
  }

  /** The run ends, and its command may go on: what it logs from now on is nobody's. */
  close(): void {
    this.#subscribers.length = 0;
    this.#readers.length = 0;
    this.#pulses.length = 0;
    this.#chunk = undefined;
  }

  #addMetric(name: string): Metric {
    if (typeof name !== "string" || name === "") {
      throw new SacredError(
        `A metric needs a name that is a text and not empty, but was given ${JSON.stringify(name)}.`,
      );
    }
    const metric = { id: this.#names.length, lastStep: -1, lastValue: Number.NaN };
    this.#names.push(name);
    this.#metrics.set(name, metric);
    for (const subscriber of this.#subscribers) subscriber.name(metric.id, name);
    return metric;
  }

  #addChunk(): ChunkView {
    const capacity = Math.min((this.#chunk?.capacity ?? FIRST_CAPACITY / 2) * 2, LARGEST_CAPACITY);
    const bytes = CHUNK_HEADER + POINT_BYTES * capacity;
    const Memory = typeof SharedArrayBuffer === "function" ? SharedArrayBuffer : ArrayBuffer;
    const free = this.#free.pop();
    const description = free?.capacity === capacity ? free : { memory: new Memory(bytes), capacity };
    const chunk = new ChunkView(description);
    chunk.complete[0] = 0;
    if (this.#chunk !== undefined) this.#chunk.next = chunk;
    for (const reader of this.#readers) reader.chunk ??= chunk;
    this.#chunk = chunk;
    for (const subscriber of this.#subscribers) subscriber.chunk(description);
    return chunk;
  }
}

function stepOf(step: unknown, name: string): number | undefined {
  return step === null ? undefined : toNumber(step, "step", name);
}

function toNumber(value: unknown, what: string, name: string): number {
  if (typeof value === "bigint") return Number(value);
  // One-element typed arrays and boxed numbers are what numeric libraries give for a scalar.
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const items = Array.from(value as unknown as Iterable<number | bigint>);
    if (items.length === 1) return Number(items[0]);
  }
  if (value instanceof Number) return value.valueOf();
  throw new SacredError(
    `The ${what} of the metric ${JSON.stringify(name)} has to be a number, but was ${String(value)} (${typeof value}).`,
  );
}
