import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { ChunkView, type MetricChunk } from "../../core/metrics/chunk-view.ts";
import { encodeName, encodePoints, LOG_MAGIC, type PointColumns } from "../../core/record/metric-log.ts";
import { surveyMetricLog } from "./log-survey.ts";

/** A metric with as many points in what is stored at once has a block of its own: it takes half of the bytes. */
const POINTS_OF_A_BLOCK = 16;

/** What a writer goes on with that takes over from one that has died. */
export interface LogToResume {
  /** chunks that it has stored whole, and won't be given */
  readonly chunks: number;
  /** points in those */
  readonly points: number;
  /** of the log, up to where everything is known to be stored; what stands behind is stored again */
  readonly bytes: number;
}

/**
 * Appends the points of shared chunks to a run's metric log. Lives in the helper thread. What can't be written now is kept,
 * and written by a later call: nothing twice, nothing out of order. What is kept in memory doesn't grow with the log.
 */
export class MetricLogWriter {
  readonly names: string[] = [];
  /** points by number of the metric */
  readonly counts: number[] = [];
  /** bytes up to the end of the last whole block */
  validBytes: number = 0;
  storedChunks: number = 0;
  points: number = 0;
  readonly #path: string;
  #resume: LogToResume | undefined;
  #file: number | undefined;
  /** bytes behind the last whole block stand in the file: they have to go before anything else is written */
  #isTorn: boolean = false;
  readonly #chunks: ChunkView[] = [];
  readonly #unstoredNames: (readonly [id: number, name: string])[] = [];
  /** points of the first chunk that are stored */
  #at: number = 0;

  /** @param resume if a log is there already */
  constructor(path: string, resume?: LogToResume) {
    this.#path = path;
    this.#resume = resume;
    this.storedChunks = resume?.chunks ?? 0;
  }

  addChunk(chunk: MetricChunk): void {
    this.#chunks.push(new ChunkView(chunk));
  }

  addName(id: number, name: string): void {
    this.#unstoredNames.push([id, name]);
  }

  /** Stores all names, and all points that are complete. @throws what the file system throws: nothing is lost then */
  flush(): void {
    this.#takeOver();
    if (this.#chunks.length === 0 && this.#unstoredNames.length === 0) return;
    if (this.validBytes === 0) this.#append(LOG_MAGIC);
    this.#storeNames();
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const complete = Atomics.load(chunk.complete, 0);
      if (complete > this.#at) this.#store(chunk, this.#at, complete);
      this.#at = Math.max(this.#at, complete);
      if (this.#at < chunk.capacity) break;
      this.#chunks.shift();
      this.#at -= chunk.capacity;
      this.storedChunks++;
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** Points are stored in their order: how many there are in the log says where the one before has stopped. */
  #takeOver(): void {
    if (this.#resume === undefined) return;
    const { bytes, points } = this.#resume;
    const log = bytes === 0 ? undefined : surveyMetricLog(this.#path, { validBytes: bytes });
    if ((log?.validBytes ?? 0) < bytes)
      throw new Error(`${this.#path} has lost some of the ${bytes} bytes that were stored there`);
    log?.names.forEach((name, id) => (this.names[id] = name));
    log?.counts.forEach((count, id) => (this.counts[id] = count));
    this.points = log?.points ?? 0;
    this.validBytes = bytes;
    this.#isTorn = true;
    this.#at = this.points - points;
    this.#resume = undefined;
  }

  /** In one go: a hundred thousand of them, one by one, would be as many calls. */
  #storeNames(): void {
    const names = this.#unstoredNames.filter(([id]) => this.names[id] === undefined);
    if (names.length > 0) this.#append(Buffer.concat(names.map((name) => encodeName(...name))));
    for (const [id, name] of names) this.names[id] = name;
    this.#unstoredNames.length = 0;
  }

  /** All of them, or none. */
  #store(chunk: ChunkView, start: number, end: number): void {
    const ids = chunk.ids.slice(start, end);
    const columns = {
      steps: chunk.steps.slice(start, end),
      values: chunk.values.slice(start, end),
      times: chunk.times.slice(start, end),
    };
    const indices = indicesByMetric(ids);
    this.#append(Buffer.concat(blocksOf(indices, ids, columns)));
    for (const [id, list] of indices) this.counts[id] = (this.counts[id] ?? 0) + list.length;
    this.points += ids.length;
  }

  /** What could be written only in part is taken back, now or before the next try: the log goes on after a whole block. */
  #append(bytes: Uint8Array): void {
    this.#file ??= openSync(this.#path, "a");
    if (this.#isTorn) ftruncateSync(this.#file, this.validBytes);
    this.#isTorn = true;
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#isTorn = false;
    this.validBytes += bytes.length;
  }
}

function indicesByMetric(ids: Uint32Array): Map<number, number[]> {
  const indices = new Map<number, number[]>();
  for (const [index, id] of ids.entries()) {
    const list = indices.get(id);
    if (list === undefined) indices.set(id, [index]);
    else list.push(index);
  }
  return indices;
}

/** A block for each metric, or one for all of them if there are few points of each. */
function blocksOf(indices: ReadonlyMap<number, number[]>, ids: Uint32Array, columns: PointColumns): Uint8Array[] {
  const [only] = indices.size === 1 ? indices.keys() : [];
  if (only !== undefined) return [encodePoints(only, columns)];
  if (ids.length < POINTS_OF_A_BLOCK * indices.size) return [encodePoints(ids, columns)];
  const pick = (column: Float64Array, list: readonly number[]): Float64Array =>
    Float64Array.from(list, (index) => column[index] ?? 0);
  return Array.from(indices, ([id, list]) =>
    encodePoints(id, {
      steps: pick(columns.steps, list),
      values: pick(columns.values, list),
      times: pick(columns.times, list),
    }),
  );
}
