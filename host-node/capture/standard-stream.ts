import { codeOf, writeWhole } from "./blocking-write.ts";

/** What a stream writes with, which is looked for on the stream itself first. */
const WRITERS = ["_write", "_writev"] as const;

/** Lines are encoded into one buffer, which is a little faster (5–10 % of a write) than a new one for each. */
const SCRATCH = Buffer.allocUnsafe(1 << 14);
/** A UTF-16 unit takes at most three bytes. */
const SHORT_UNITS = 1 << 12;

/**
 * `process.stdout` or `process.stderr` while its descriptor is captured. libuv opens a terminal once more, and so writes to
 * a descriptor of its own, where nothing can be captured: the stream is made to write to its descriptor, at once. All else
 * about it (isTTY, columns, colours) stays as it is.
 */
export class StandardStream {
  readonly descriptor: 1 | 2;
  readonly #stream: NodeJS.WriteStream & { readonly fd: number };
  #own: readonly (PropertyDescriptor | undefined)[] | undefined;
  #write: unknown;

  /** Makes the stream if nobody has used it yet: what it is gets settled by what its descriptor is now. */
  constructor(descriptor: 1 | 2) {
    this.descriptor = descriptor;
    this.#stream = descriptor === 1 ? process.stdout : process.stderr;
  }

  /** Waits until everything is written that was printed so far. */
  async drain(): Promise<void> {
    const stream = this.#stream;
    if (stream.writableLength === 0 || stream.destroyed) return;
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }

  /** @param spill takes the bytes that can't be written because the pipe's reader is gone */
  redirect(spill: (bytes: Uint8Array) => void): void {
    const { descriptor } = this;
    const stream = this.#stream;
    // Somebody has put another stream in its place: that is left alone.
    if (stream.fd !== descriptor) return;
    this.#own = WRITERS.map((name) => Object.getOwnPropertyDescriptor(stream, name));
    const write = (
      chunk: string | Uint8Array,
      encoding: BufferEncoding,
      done: (error?: Error | null) => void,
    ): void => {
      try {
        if (typeof chunk === "string" && chunk.length <= SHORT_UNITS) {
          writeOrSpill(descriptor, SCRATCH, SCRATCH.write(chunk, encoding), spill);
        } else {
          const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
          writeOrSpill(descriptor, bytes, bytes.length, spill);
        }
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      done();
    };
    this.#write = write;
    Object.defineProperty(stream, "_write", { configurable: true, writable: true, value: write });
    Object.defineProperty(stream, "_writev", { configurable: true, writable: true, value: null });
  }

  restore(): void {
    const own = this.#own;
    this.#own = undefined;
    // Whoever has replaced our function in the meantime wants to keep theirs.
    if (own === undefined || this.#stream._write !== this.#write) return;
    WRITERS.forEach((name, index) => {
      const descriptor = own[index];
      if (descriptor === undefined) Reflect.deleteProperty(this.#stream, name);
      else Object.defineProperty(this.#stream, name, descriptor);
    });
  }
}

function writeOrSpill(descriptor: number, bytes: Uint8Array, length: number, spill: (bytes: Uint8Array) => void): void {
  try {
    writeWhole(descriptor, bytes, length);
  } catch (error) {
    if (codeOf(error) !== "EPIPE") throw error;
    spill(bytes.subarray(0, length));
  }
}
