import { StringDecoder } from "node:string_decoder";
import type { OutputCapture } from "../../core/host.ts";
import type { CaptureNote } from "../../core/record/capture-note.ts";
import type { CaptureFile } from "./capture-file.ts";

/**
 * How much is read at once: memory stays constant however much was printed. Texts of more than 128 kB are large objects to V8,
 * which it frees late: with pieces of a megabyte a process grew by 20 MB more, and was slower.
 */
const PIECE_BYTES = 48 * 1024;

/** What one run has printed: a part of a file, which several runs may share. */
export class CapturedPart implements OutputCapture {
  readonly #file: CaptureFile;
  readonly #decoder: StringDecoder = new StringDecoder("utf8");
  readonly #end: () => void;
  readonly #start: number;
  #position: number;
  /** where the part ends; undefined while it is being captured */
  #limit: number | undefined;

  constructor(file: CaptureFile, end: () => void) {
    file.retain();
    this.#file = file;
    this.#end = end;
    this.#start = file.size;
    this.#position = this.#start;
  }

  get note(): CaptureNote {
    this.#file.isNoted = true;
    return { file: this.#file.path, offset: this.#start };
  }

  get size(): number {
    return (this.#limit ?? this.#file.size) - this.#start;
  }

  *news(): Generator<string> {
    const limit = this.#limit ?? this.#file.size;
    for (const bytes of this.#pieces(this.#position, limit)) {
      this.#position += bytes.length;
      yield this.#decoder.write(bytes);
    }
    const rest = this.#limit === undefined ? "" : this.#decoder.end();
    if (rest !== "") yield rest;
  }

  *whole(): Generator<string> {
    const decoder = new StringDecoder("utf8");
    for (const bytes of this.#pieces(this.#start, this.#limit ?? this.#file.size)) yield decoder.write(bytes);
    yield decoder.end();
  }

  stop(): void {
    if (this.#limit !== undefined) return;
    this.#end();
    this.#limit = this.#file.size;
  }

  release(keep: boolean): void {
    this.#file.release(keep);
  }

  *#pieces(start: number, limit: number): Generator<Uint8Array> {
    // One buffer for all: each piece is decoded before the next one is asked for.
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(PIECE_BYTES, limit - start)));
    let position = start;
    while (position < limit) {
      const length = this.#file.read(buffer.subarray(0, limit - position), position);
      if (length === 0) return;
      position += length;
      yield buffer.subarray(0, length);
    }
  }
}
