import { Zip, ZipDeflate } from "fflate";
import { ObserverError } from "../../../core/errors/index.ts";
import type { RunId } from "../../../core/run/observer.ts";
import type { RunsDatabase } from "../database/schema.ts";
import { missingRun } from "../reader/delete-run.ts";
import { runFolder } from "./run-folder.ts";

/** What the plain .zip format can hold. */
const MOST_BYTES = 0xffff_ffff;
const MOST_FILES = 0xffff;
const PIECE_BYTES = 1 << 20;
/** Within what .zip files can say (1980 to 2107). */
const [FIRST_TIME, LAST_TIME] = [Date.UTC(1980, 0, 2), Date.UTC(2099, 0, 1)];

/** Packs runs as a folder of FileStorageObserver. @throws {ObserverError} if one isn't there, or it is too much for a .zip */
export async function exportRuns(database: RunsDatabase, ids: readonly RunId[] | undefined): Promise<Blob> {
  const zip = new BlobZip();
  const written = new Set<string>();
  for (const id of ids ?? (await database.getAllKeys("runs"))) {
    const record = await database.get("runs", id);
    if (record === undefined) throw missingRun(database.name, id);
    const time = Math.min(Math.max(record.started, FIRST_TIME), LAST_TIME);
    for (const { path, content } of await runFolder(database, record)) {
      // Runs have sources and resources in common.
      if (written.has(path)) continue;
      written.add(path);
      await zip.add(path, content, time);
    }
  }
  return zip.end();
}

/** Collects a .zip piece by piece in a Blob, which the browser keeps out of memory when it is large. */
class BlobZip {
  #file: Blob = new Blob([], { type: "application/zip" });
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  #pieceBytes: number = 0;
  #files: number = 0;
  #failure: unknown;
  readonly #zip: Zip = new Zip((error, piece) => {
    if (error !== null) this.#failure = error;
    else this.#take(piece);
  });

  async add(path: string, content: Blob, time: number): Promise<void> {
    this.#files++;
    if (this.#files > MOST_FILES || this.#file.size + content.size > MOST_BYTES)
      throw new ObserverError("These runs are too much for one .zip (4 GB, 65,535 files): export fewer at a time.");
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = time;
    this.#zip.add(entry);
    for (let at = 0; at < content.size; at += PIECE_BYTES)
      entry.push(new Uint8Array(await content.slice(at, at + PIECE_BYTES).arrayBuffer()));
    entry.push(new Uint8Array(), true);
    if (this.#failure !== undefined) throw this.#failure;
  }

  end(): Blob {
    this.#zip.end();
    this.#flush();
    return this.#file;
  }

  #take(piece: Uint8Array): void {
    this.#pieces.push(new Uint8Array(piece));
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes > 16 * PIECE_BYTES) this.#flush();
  }

  #flush(): void {
    this.#file = new Blob([this.#file, ...this.#pieces], { type: "application/zip" });
    this.#pieces = [];
    this.#pieceBytes = 0;
  }
}
