import type { ChunkView } from "../../core/metrics/chunk-view.ts";
import { encodePoints, mostBytesOf, type PointColumns } from "../../core/record/metric-log.ts";

/** A metric with so many points at once has a block of its own, where steps that follow from each other take no room. */
const POINTS_OF_OWN_BLOCK = 32;

/** Encodes points of chunks in memory of its own, again and again: what is left behind at every turn is taken away much later. */
export class ChunkEncoder {
  #capacity: number = 0;
  #room: Uint8Array = new Uint8Array(0);
  #columns: PointColumns = columnsFor(0);
  #metrics: Uint32Array = new Uint32Array(0);

  /** The blocks of some points, one after another; they hold until the next call. */
  encode(chunk: ChunkView, start: number, end: number): Uint8Array {
    this.#makeRoom(chunk.capacity);
    const first = chunk.ids[start] ?? 0;
    if (chunk.ids.subarray(start, end).every((metric) => metric === first)) {
      const of = (column: Float64Array): Float64Array => column.subarray(start, end);
      return encodePoints(
        first,
        { steps: of(chunk.steps), values: of(chunk.values), times: of(chunk.times) },
        this.#room,
      );
    }
    const { many, few } = divided(chunk.ids, start, end);
    let bytes = 0;
    const add = (metric: number | undefined, indices: readonly number[]): void => {
      const columns = this.#pick(chunk, indices);
      const metrics = metric ?? this.#metrics.subarray(0, indices.length);
      bytes += encodePoints(metrics, columns, this.#room.subarray(bytes)).length;
    };
    for (const [metric, indices] of many) add(metric, indices);
    if (few.length > 0) add(undefined, few);
    return this.#room.subarray(0, bytes);
  }

  #makeRoom(capacity: number): void {
    if (capacity <= this.#capacity) return;
    this.#capacity = capacity;
    const blocks = 1 + Math.ceil(capacity / POINTS_OF_OWN_BLOCK);
    this.#room = new Uint8Array(mostBytesOf(capacity) + blocks * mostBytesOf(0));
    this.#columns = columnsFor(capacity);
    this.#metrics = new Uint32Array(capacity);
  }

  #pick({ ids, steps, values, times }: ChunkView, indices: readonly number[]): PointColumns {
    const columns = this.#columns;
    for (const [at, index] of indices.entries()) {
      columns.steps[at] = steps[index] ?? 0;
      columns.values[at] = values[index] ?? 0;
      columns.times[at] = times[index] ?? 0;
      this.#metrics[at] = ids[index] ?? 0;
    }
    const of = (column: Float64Array): Float64Array => column.subarray(0, indices.length);
    return { steps: of(columns.steps), values: of(columns.values), times: of(columns.times) };
  }
}

/** Where the points of each metric are that has many of them, and all others. */
function divided(
  ids: Uint32Array,
  start: number,
  end: number,
): { readonly many: ReadonlyMap<number, readonly number[]>; readonly few: readonly number[] } {
  const counts = new Map<number, number>();
  for (let index = start; index < end; index++) {
    const metric = ids[index] ?? 0;
    counts.set(metric, (counts.get(metric) ?? 0) + 1);
  }
  const many = new Map<number, number[]>();
  const few: number[] = [];
  for (let index = start; index < end; index++) {
    const metric = ids[index] ?? 0;
    const own = (counts.get(metric) ?? 0) < POINTS_OF_OWN_BLOCK ? few : many.get(metric);
    if (own === undefined) many.set(metric, [index]);
    else own.push(index);
  }
  return { many, few };
}

function columnsFor(count: number): PointColumns {
  return { steps: new Float64Array(count), values: new Float64Array(count), times: new Float64Array(count) };
}
