import { closeSync, openSync, writeSync, ftruncateSync } from "node:fs";
import { ChunkView, type MetricChunk } from "../../core/metrics/chunk-view.ts";
import { encodeName, encodePoints, LOG_MAGIC } from "../../core/record/metric-log.ts";

/**
 * Appends the points of shared chunks to a run's metric log. Lives in the helper thread. What can't be written now is kept,
 * and written by a later call: nothing twice, nothing out of order.
 */
export class MetricLogWriter {
  readonly names: string[] = [];
  readonly index: Map<number, { offset: number; length: number }[]> = new Map();
  storedChunks: number = 0;
  points: number = 0;
  readonly #path: string;
  #file: number | undefined;
  #bytes: number = 0;
  /** bytes behind the last whole block stand in the file: they have to go before anything else is written */
  #isTorn: boolean = false;
  readonly #chunks: ChunkView[] = [];
  readonly #unstoredNames: (readonly [id: number, name: string])[] = [];
  #at: number = 0;

  constructor(path: string) {
    this.#path = path;
  }

  addChunk(chunk: MetricChunk): void {
    this.#chunks.push(new ChunkView(chunk));
  }

  addName(id: number, name: string): void {
    this.#unstoredNames.push([id, name]);
  }

  /** Stores all names, and all points that are complete. @throws what the file system throws: nothing is lost then */
  flush(): void {
    if (this.#chunks.length === 0 && this.#unstoredNames.length === 0) return;
    if (this.#bytes === 0) this.#append(LOG_MAGIC);
    for (let name = this.#unstoredNames[0]; name !== undefined; name = this.#unstoredNames[0]) {
      this.#append(encodeName(...name));
      this.names[name[0]] = name[1];
      this.#unstoredNames.shift();
    }
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const complete = Atomics.load(chunk.complete, 0);
      if (complete > this.#at) this.#store(chunk, this.#at, complete);
      this.#at = complete;
      if (complete < chunk.capacity) break;
      this.#chunks.shift();
      this.#at = 0;
      this.storedChunks++;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** A block for each metric, in the order in which the metrics appear; all of them, or none. */
  #store(chunk: ChunkView, start: number, end: number): void {
    const indices = new Map<number, number[]>();
    for (let i = start; i < end; i++) {
      const id = chunk.ids[i] ?? 0;
      const list = indices.get(id);
      if (list === undefined) indices.set(id, [i]);
      else list.push(i);
    }
    const blocks = [...indices].map(([id, list]): readonly [number, Uint8Array] => {
      const columns =
        indices.size === 1
          ? {
              steps: chunk.steps.slice(start, end),
              values: chunk.values.slice(start, end),
              times: chunk.times.slice(start, end),
            }
          : { steps: pick(chunk.steps, list), values: pick(chunk.values, list), times: pick(chunk.times, list) };
      return [id, encodePoints(id, columns)];
    });
    let offset = this.#append(Buffer.concat(blocks.map(([, block]) => block)));
    for (const [id, { length }] of blocks) {
      const known = this.index.get(id) ?? [];
      known.push({ offset, length });
      this.index.set(id, known);
      offset += length;
    }
    this.points += end - start;
  }

  /** What could be written only in part is taken back, now or before the next try: the log goes on after a whole block. */
  #append(bytes: Uint8Array): number {
    this.#file ??= openSync(this.#path, "a");
    const offset = this.#bytes;
    if (this.#isTorn) ftruncateSync(this.#file, offset);
    this.#isTorn = true;
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#isTorn = false;
    this.#bytes += bytes.length;
    return offset;
  }
}

function pick(column: Float64Array, indices: readonly number[]): Float64Array {
  return Float64Array.from(indices, (index) => column[index] ?? 0);
}
