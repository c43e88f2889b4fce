import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { ChunkView, type MetricChunk } from "../../core/metrics/chunk-view.ts";
import { encodeName, LOG_MAGIC } from "../../core/record/metric-log.ts";
import { ChunkEncoder } from "./chunk-encoder.ts";
import type { LogProgress, Stored } from "./log-progress.ts";

/** Names are written together, about so many bytes at once. */
const NAMES_AT_ONCE = 1 << 16;

interface Waiting {
  readonly memory: MetricChunk;
  readonly chunk: ChunkView;
  /** how many points of the run stand before the chunk */
  readonly start: number;
}

/** Some of what is to be appended to a metric log, and how far the log is then. */
interface Piece {
  readonly bytes: Uint8Array;
  readonly points: number;
  readonly names: number;
}

/**
 * Appends the points of shared chunks to a run's metric log. The helper thread has one and the main thread another; what is
 * stored, by whichever of them, is noted in memory that they share. What can't be written now is kept, and written by a later
 * call: nothing twice, nothing out of order.
 */
export class MetricLogWriter {
  readonly #path: string;
  readonly #progress: LogProgress;
  #file: number | undefined;
  readonly #encoder: ChunkEncoder = new ChunkEncoder();
  readonly #chunks: Waiting[] = [];
  readonly #names: (readonly [id: number, name: string])[] = [];

  constructor(path: string, progress: LogProgress) {
    this.#path = path;
    this.#progress = progress;
  }

  /** @param start how many points of the run stand before the chunk */
  addChunk(memory: MetricChunk, start: number): void {
    this.#chunks.push({ memory, chunk: new ChunkView(memory), start });
  }

  addName(id: number, name: string): void {
    this.#names.push([id, name]);
  }

  /** Chunks that aren't stored whole. */
  get chunks(): readonly Waiting[] {
    return this.#chunks;
  }

  /** Names that aren't stored. */
  get names(): readonly (readonly [id: number, name: string])[] {
    return this.#names;
  }

  /** Lets go of what has been stored, here or in another thread. @returns chunks that nobody reads any more */
  forget(): MetricChunk[] {
    const { points, names } = this.#progress.read();
    const name = this.#names.findIndex(([id]) => id >= names);
    this.#names.splice(0, name < 0 ? this.#names.length : name);
    const chunk = this.#chunks.findIndex(({ start, memory }) => start + memory.capacity > points);
    const stored = this.#chunks.splice(0, chunk < 0 ? this.#chunks.length : chunk);
    return stored.map(({ memory }) => memory);
  }

  /** Is there a point that isn't stored? */
  get isBehind(): boolean {
    const { points } = this.#progress.read();
    return this.#chunks.some(({ start, chunk }) => start + Atomics.load(chunk.complete, 0) > points);
  }

  /**
   * Stores all names, and all points that are complete. Only for the one that has the lock of the log.
   *
   * @throws what the file system throws: nothing is lost then
   */
  flush(): void {
    for (const piece of this.#pieces()) this.#append(piece);
  }

  /**
   * A log of what isn't stored, piece by piece, behind a line that tells what it goes on.
   *
   * @param names of all metrics: their numbers are those of the log
   */
  *unstored(dir: string, names: readonly (readonly [id: number, name: string])[]): Generator<Uint8Array> {
    yield Buffer.from(`${JSON.stringify({ dir, log_bytes: this.#progress.read().bytes })}\n`);
    yield LOG_MAGIC;
    for (const name of names) yield encodeName(...name);
    for (const { bytes } of this.#pointPieces(names.length)) yield bytes;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  *#pieces(): Generator<Piece> {
    yield* this.#namePieces();
    yield* this.#pointPieces();
  }

  *#namePieces(): Generator<Piece> {
    const { names: stored, points } = this.#progress.read();
    let bytes: Uint8Array[] = [];
    let length = 0;
    for (const [id, name] of this.#names) {
      if (id < stored) continue;
      const block = encodeName(id, name);
      bytes.push(block);
      length += block.length;
      if (length < NAMES_AT_ONCE) continue;
      yield { bytes: Buffer.concat(bytes), points, names: id + 1 };
      bytes = [];
      length = 0;
    }
    const last = this.#names.at(-1);
    if (last !== undefined && bytes.length > 0) yield { bytes: Buffer.concat(bytes), points, names: last[0] + 1 };
  }

  /** @param known how many metrics have a name in the log that this is for */
  *#pointPieces(known?: number): Generator<Piece> {
    const { points, names } = this.#progress.read();
    for (const { chunk, start } of this.#chunks) {
      const from = Math.max(0, points - start);
      const to = completeOf(chunk, from, known ?? names);
      if (to > from) yield { bytes: this.#encoder.encode(chunk, from, to), points: start + to, names };
      if (to < chunk.capacity) return;
    }
  }

  /** All of a piece, or nothing: what could be written only in part is taken back before the next try, whoever makes it. */
  #append({ bytes, points, names }: Piece): void {
    const stored: Stored = this.#progress.read();
    this.#file ??= openSync(this.#path, "a");
    if (fstatSync(this.#file).size > stored.bytes) ftruncateSync(this.#file, stored.bytes);
    let end = stored.bytes;
    for (const part of stored.bytes === 0 ? [LOG_MAGIC, bytes] : [bytes]) {
      for (let written = 0; written < part.length;) written += writeSync(this.#file, part, written);
      end += part.length;
    }
    this.#progress.commit({ points, names, bytes: end });
  }
}

/** Where the complete points end. One whose name hasn't come yet, by another way, waits for it. */
function completeOf(chunk: ChunkView, from: number, names: number): number {
  const complete = Atomics.load(chunk.complete, 0);
  for (let index = from; index < complete; index++) if ((chunk.ids[index] ?? 0) >= names) return index;
  return complete;
}
