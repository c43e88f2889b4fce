/** Points of all metrics as columns in shared memory: what one thread writes, another one can read while it works. */
export interface MetricChunk {
  readonly memory: SharedArrayBuffer | ArrayBuffer;
  readonly capacity: number;
}

/** Bytes in front of the columns: the number of points that are complete, as Int32. */
export const CHUNK_HEADER: number = 8;
/** step, value and time as Float64, the metric's number as Uint32 */
export const POINT_BYTES: number = 28;

/** The columns of a chunk, as views of its memory. */
export class ChunkView {
  readonly capacity: number;
  readonly complete: Int32Array;
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
  readonly ids: Uint32Array;
  /** points written; only the writer's own count */
  length: number = 0;
  next: ChunkView | undefined = undefined;

  constructor({ memory, capacity }: MetricChunk) {
    this.capacity = capacity;
    this.complete = new Int32Array(memory, 0, 2);
    this.steps = new Float64Array(memory, CHUNK_HEADER, capacity);
    this.values = new Float64Array(memory, CHUNK_HEADER + 8 * capacity, capacity);
    this.times = new Float64Array(memory, CHUNK_HEADER + 16 * capacity, capacity);
    this.ids = new Uint32Array(memory, CHUNK_HEADER + 24 * capacity, capacity);
  }
}
