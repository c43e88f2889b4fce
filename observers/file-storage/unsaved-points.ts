import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MetricColumns } from "../../core/metrics/metric-columns.ts";
import type { MetricLogWriter } from "./metric-log-writer.ts";

/** Configuration and metrics are nobody else's business: the folder may be everybody's. */
const OWNER_ONLY = 0o600;

/** Keeps points that their run's folder had no room for: in the working folder, else in the temporary one. */
export class UnsavedPoints {
  readonly #dir: string;
  readonly #writer: MetricLogWriter;
  readonly #metrics: Pick<MetricColumns, "last">;
  #path: string | undefined;

  constructor(dir: string, writer: MetricLogWriter, metrics: Pick<MetricColumns, "last">) {
    this.#dir = dir;
    this.#writer = writer;
    this.#metrics = metrics;
  }

  get areKept(): boolean {
    return this.#path !== undefined;
  }

  /** @returns where they are, as a sentence */
  keep(): string {
    if (!this.#writer.isBehind) return "The metric log has all points: sacred-ts recover completes metrics.json.";
    this.#path ??= this.#write();
    if (this.#path === undefined) return "Points that aren't stored could not be kept anywhere else, either.";
    return `Points that aren't stored are in ${this.#path}: sacred-ts recover puts them where they belong.`;
  }

  /** They have been stored where they belong. */
  remove(): void {
    if (this.#path !== undefined) rmSync(this.#path, { force: true });
    this.#path = undefined;
  }

  #write(): string | undefined {
    const names = this.#metrics.last.map(({ name }, id): [number, string] => [id, name]);
    for (const folder of [process.cwd(), tmpdir()]) {
      const path = join(folder, `sacred-unsaved-${process.pid}-${process.hrtime.bigint()}.metrics.log`);
      try {
        writeNew(path, this.#writer.unstored(this.#dir, names));
        return path;
      } catch {
        // The next folder may be writable, or have room.
      }
    }
    return undefined;
  }
}

export function isUnsavedPointsName(name: string): boolean {
  return /^sacred-unsaved-\d+-\d+\.metrics\.log$/.test(name);
}

function writeNew(path: string, pieces: Iterable<Uint8Array>): void {
  const file = openSync(path, "wx", OWNER_ONLY);
  try {
    for (const piece of pieces)
      for (let written = 0; written < piece.length;) written += writeSync(file, piece, written);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
