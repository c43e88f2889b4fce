import { closeSync, openSync, writeSync, ftruncateSync } from "node:fs";
import { ChunkView, type MetricChunk } from "../../core/metrics/metric-columns.ts";
import { encodeName, encodePoints, LOG_MAGIC } from "../../core/record/metric-log.ts";

/** Appends the points of shared chunks to a run's metric log. Lives in the helper thread. */
export class MetricLogWriter {
  readonly names: string[] = [];
  readonly index: Map<number, { offset: number; length: number }[]> = new Map();
  storedChunks: number = 0;
  points: number = 0;
  readonly #file: number;
  #bytes: number;
  readonly #chunks: ChunkView[] = [];
  #at: number = 0;

  constructor(path: string) {
    this.#file = openSync(path, "a");
    writeSync(this.#file, LOG_MAGIC);
    this.#bytes = LOG_MAGIC.length;
  }

  addChunk(chunk: MetricChunk): void {
    this.#chunks.push(new ChunkView(chunk));
  }

  addName(id: number, name: string): void {
    this.#append(encodeName(id, name));
    this.names[id] = name;
  }

  /** Stores all points that are complete. @returns how many those were */
  flush(): number {
    let flushed = 0;
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const complete = Atomics.load(chunk.complete, 0);
      if (complete > this.#at) flushed += this.#store(chunk, this.#at, complete);
      this.#at = complete;
      if (complete < chunk.capacity) break;
      this.#chunks.shift();
      this.#at = 0;
      this.storedChunks++;
    }
    this.points += flushed;
    return flushed;
  }

  close(): void {
    closeSync(this.#file);
  }

  /** A block for each metric, in the order in which the metrics appear. */
  #store(chunk: ChunkView, start: number, end: number): number {
    const indices = new Map<number, number[]>();
    for (let i = start; i < end; i++) {
      const id = chunk.ids[i] ?? 0;
      const list = indices.get(id);
      if (list === undefined) indices.set(id, [i]);
      else list.push(i);
    }
    for (const [id, list] of indices) {
      const columns =
        indices.size === 1
          ? {
              steps: chunk.steps.slice(start, end),
              values: chunk.values.slice(start, end),
              times: chunk.times.slice(start, end),
            }
          : { steps: pick(chunk.steps, list), values: pick(chunk.values, list), times: pick(chunk.times, list) };
      const block = encodePoints(id, columns);
      const offset = this.#append(block);
      const blocks = this.index.get(id) ?? [];
      blocks.push({ offset, length: block.length });
      this.index.set(id, blocks);
    }
    return end - start;
  }

  /** What could be written only in part is taken back: the log ends with a whole block, and the next try goes on there. */
  #append(block: Uint8Array): number {
    const offset = this.#bytes;
    try {
      let written = 0;
      while (written < block.length) written += writeSync(this.#file, block, written);
    } catch (error) {
      ftruncateSync(this.#file, offset);
      throw error;
    }
    this.#bytes += block.length;
    return offset;
  }
}

function pick(column: Float64Array, indices: readonly number[]): Float64Array {
  return Float64Array.from(indices, (index) => column[index] ?? 0);
}
