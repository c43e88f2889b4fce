import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../../../core/errors/thrown.ts";
import { ObserverError } from "../../../core/errors/index.ts";
import { unknownNames } from "../../../core/errors/unknown-names.ts";
import { assertFolderName } from "../../../core/record/run-id.ts";
import { listRuns } from "../list-runs.ts";
import type { StoredRun } from "./stored-run.ts";

export interface ReaderOptions {
  /** false: nothing is written; a run whose process is gone is only shown as it would be repaired */
  readonly repair?: boolean;
  /** how long a run has to be silent to be shown as DEAD, where its process can't be seen; see `recoverRuns` */
  readonly deadAfterSeconds?: number;
  /**
   * Called for each run that can't be read while all are gone through, with the error that `read` would give. Without it an
   * error names them all, after the last one that can be read.
   */
  readonly onDamaged?: (id: string, error: unknown) => void;
}

/**
 * Reads what `FileStorageObserver`, or Python's, has stored. A run whose process died is repaired on the way, as
 * `sacred-ts recover` would, if it is certain that the process is gone.
 *
 * @example
 * ```ts
 * const reader = new FileStorageReader("my_runs");
 * for await (const run of reader) console.log(run.id, run.status, run.metrics().loss?.values.at(-1));
 * const { entry } = await reader.read("12");
 * ```
 */
export class FileStorageReader {
  readonly basedir: string;
  readonly #options: ReaderOptions;

  /** @throws {ObserverError} if an option is unknown */
  constructor(basedir: string, options: ReaderOptions = {}) {
    const mistake = unknownNames("A FileStorageReader", options, ["repair", "deadAfterSeconds", "onDamaged"]);
    if (mistake !== undefined) throw new ObserverError(mistake);
    this.basedir = resolve(basedir);
    this.#options = options;
  }

  /** The ids of all runs: numbers in their order, then names. @throws {ObserverError} if the folder can't be read */
  list(): string[] {
    return listRuns(this.basedir).filter((id) => existsSync(join(this.basedir, id, "run.json")));
  }

  /** @throws {ObserverError} if there is no such run, or its run.json can't be read */
  async read(id: string | number): Promise<StoredRun> {
    const name = String(id);
    assertFolderName(name);
    const { readRun } = await import("./stored-run.ts");
    return readRun(this.basedir, name, this.#options);
  }

  /**
   * All runs, one after another; a damaged one doesn't keep the others.
   *
   * @throws {ObserverError} at the end, if some can't be read and nobody has taken notice (`onDamaged`)
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<StoredRun> {
    const damaged: unknown[] = [];
    const { onDamaged = (_id: string, error: unknown) => damaged.push(error) } = this.#options;
    for (const id of this.list()) {
      let run: StoredRun;
      try {
        run = await this.read(id);
      } catch (error) {
        onDamaged(id, error);
        continue;
      }
      yield run;
    }
    if (damaged.length > 0) throw unreadable(damaged);
  }
}

function unreadable(errors: readonly unknown[]): ObserverError {
  const [first] = errors;
  if (errors.length === 1 && first instanceof ObserverError) return first;
  const lines = errors.map((error) => `  ${messageOf(error)}`);
  return new ObserverError([`${errors.length} runs can't be read; all others were.`, ...lines].join("\n"), {
    cause: new AggregateError(errors),
  });
}
