import { TimeoutInterrupt } from "../../core/errors/interrupts.ts";
import type { WasiOptions } from "./options.ts";
import { WasiError } from "./wasi-error.ts";

const MEGABYTE = 1e6;

/** What a program has to end for, asked whenever it calls out. */
export class Limits {
  readonly #name: string;
  readonly #signal: AbortSignal | undefined;
  readonly #memoryBytes: number;
  readonly #seconds: number;
  readonly #start: number = performance.now();

  constructor(name: string, { signal, memoryLimitBytes, timeoutSeconds }: WasiOptions) {
    this.#name = name;
    this.#signal = signal;
    this.#memoryBytes = positive(memoryLimitBytes, "memoryLimitBytes");
    this.#seconds = positive(timeoutSeconds, "timeoutSeconds");
  }

  /** for all that is written to files */
  get fileBytes(): number {
    return this.#memoryBytes;
  }

  /** @throws {TimeoutInterrupt} {@link WasiError} or the signal's reason */
  check(memory: WebAssembly.Memory | undefined): void {
    this.#signal?.throwIfAborted();
    const bytes = memory?.buffer.byteLength ?? 0;
    if (bytes > this.#memoryBytes) {
      throw new WasiError(
        `The program "${this.#name}" uses ${megabytes(bytes)} of memory, and its memoryLimitBytes allows ${megabytes(this.#memoryBytes)}.`,
      );
    }
    if (this.#seconds < Infinity && performance.now() - this.#start > 1e3 * this.#seconds)
      throw new TimeoutInterrupt(`The program "${this.#name}" took longer than its timeoutSeconds: ${this.#seconds}.`);
  }
}

function positive(value: number | undefined, option: string): number {
  if (value === undefined) return Infinity;
  if (value > 0) return value;
  throw new WasiError(`${option} has to be a number above 0, but was ${String(value)}.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
