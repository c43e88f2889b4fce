import type { MetricSeries, MetricsByName } from "../../../core/metrics/series-of.ts";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { joinedSeries } from "../database/metric-chunks.ts";
import { type FileKind, type FileRecord, keysOf, type RunsDatabase } from "../database/schema.ts";
import type { ListedRun } from "./list-runs.ts";

/** A file that was stored with a run. */
export interface StoredFile {
  /** what the run calls it */
  readonly name: string;
  /** where it stands in an export: below the run's folder, sources and resources below the folder of all runs */
  readonly path: string;
  readonly md5: string;
  readonly content: Blob;
}

/** A run as it is stored. What is large is read when it is asked for. */
export class StoredRun implements ListedRun {
  readonly id: RunId;
  readonly status: string;
  readonly name: string;
  readonly started: Date;
  /** what run.json says */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly #database: () => Promise<RunsDatabase>;

  constructor({ id, status, name, started, entry }: ListedRun, database: () => Promise<RunsDatabase>) {
    this.id = id;
    this.status = status;
    this.name = name;
    this.started = started;
    this.entry = entry;
    this.#database = database;
  }

  /** The configuration, `seed` included. */
  config(): Promise<Record<string, unknown>> {
    return this.#dictionary("config.json");
  }

  /** What the experiment has kept in `run.info`. */
  info(): Promise<Record<string, unknown>> {
    return this.#dictionary("info.json");
  }

  /** Everything that was logged: steps, values, and timestamps in milliseconds since the epoch. */
  async metrics(): Promise<MetricsByName> {
    const store = (await this.#database()).transaction("metrics").store;
    const range = keysOf(this.id);
    const [keys, chunks] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
    const byName = new Map<string, MetricSeries[]>();
    keys.forEach(([, name], at) => {
      const own = byName.get(name) ?? [];
      byName.set(name, own);
      const chunk = chunks[at];
      if (chunk !== undefined) own.push(chunk);
    });
    // By fromEntries: a metric may be called __proto__.
    return Object.fromEntries(Array.from(byName, ([name, own]) => [name, joinedSeries(own)]));
  }

  /** What the run has printed. */
  async output(): Promise<string> {
    const pieces = await (await this.#database()).getAll("output", keysOf(this.id));
    return pieces.map(({ text }) => text).join("");
  }

  /** The files that the run has made. */
  artifacts(): Promise<StoredFile[]> {
    return this.#files("artifact");
  }

  /** What the experiment was made of. */
  sources(): Promise<StoredFile[]> {
    return this.#files("source");
  }

  /** The files that the run has needed. */
  resources(): Promise<StoredFile[]> {
    return this.#files("resource");
  }

  async #files(kind: FileKind): Promise<StoredFile[]> {
    const transaction = (await this.#database()).transaction(["files", "blobs"]);
    const files = await transaction.objectStore("files").getAll(keysOf(this.id, kind));
    const contents = await Promise.all(files.map(({ md5 }) => transaction.objectStore("blobs").get(md5)));
    return files.flatMap(({ name, path, md5 }: FileRecord, at) => {
      const content = contents[at]?.content;
      return content === undefined ? [] : [{ name, path, md5, content }];
    });
  }

  async #dictionary(file: string): Promise<Record<string, unknown>> {
    const record = await (await this.#database()).get("texts", [this.id, file]);
    const content = record === undefined ? {} : readPythonJson(record.text);
    return isDictionary(content) ? content : {};
  }
}
