import { firstFew } from "../../../core/errors/first-few.ts";
import { ObserverError } from "../../../core/errors/index.ts";
import { ArtifactList } from "../../../core/record/artifact-list.ts";
import { artifactPlace } from "../../../core/record/artifact-place.ts";
import { isoTime } from "../../../core/record/iso-time.ts";
import { pythonJson } from "../../../core/record/python-json.ts";
import type { FileContent } from "../../../core/run/file-source.ts";
import {
  type ArtifactEvent,
  type CompletedEvent,
  type FailedEvent,
  type HeartbeatEvent,
  type InterruptedEvent,
  type MetricsEvent,
  type QueuedEvent,
  type ResourceEvent,
  type RunId,
  RunObserver,
  type StartedEvent,
} from "../../../core/run/observer.ts";
import { copyName, type FileContentToStore, md5OfBlob, putFile } from "../database/blobs.ts";
import type { Connection } from "../database/connection.ts";
import { holdLiveLock } from "../database/live-lock.ts";
import { MetricChunks } from "../database/metric-chunks.ts";
import { columnsOf } from "../database/migrations.ts";
import { replaceOutput } from "../database/output-pieces.ts";
import { keepReserve } from "../database/reserve.ts";
import { warningOfLittleSpace } from "../database/space.ts";
import { write } from "../database/write.ts";
import { addRun } from "./add-run.ts";
import { OpenRun } from "./open-run.ts";
import { copySources, type SourceCopies } from "./source-copies.ts";

export interface RecorderSetup {
  readonly connection: Connection;
  /** the page's address: names of files are relative to it */
  readonly page: string;
  readonly beatIntervalSeconds: number | undefined;
  readonly strictJson: boolean;
  /** tells the run's user of what is no reason to fail */
  warn(message: string): void;
  /** nothing more comes of the run; may be called again */
  closed(): void;
}

/** Writes one run into the database. */
export class RunRecorder extends RunObserver {
  readonly #setup: RecorderSetup;
  #opened: OpenRun | undefined;
  readonly #resources: [string, string][] = [];
  readonly #artifacts: ArtifactList = new ArtifactList();
  readonly #metrics: MetricChunks = new MetricChunks();
  /** the dictionary that is stored: writing a large one takes long */
  #info: HeartbeatEvent["info"] | undefined = undefined;
  #hasWarnedOfSpace: boolean = false;

  constructor(setup: RecorderSetup) {
    super();
    this.#setup = setup;
  }

  override forRun(): this {
    return this;
  }

  override async startedEvent(event: StartedEvent): Promise<RunId> {
    const { connection } = this.#setup;
    // Where storing is refused, locks are too: the database's error says what to do.
    await connection.database();
    const letGo = connection.hold();
    const lock = await holdLiveLock();
    try {
      const { listed, files } = this.#copies(event, false);
      const entry: Record<string, unknown> = {
        experiment: { ...event.exInfo, sources: listed },
        command: event.command,
        host: event.hostInfo,
        start_time: isoTime(event.startTime),
        meta: event.metaInfo,
        status: "RUNNING",
        resources: this.#resources,
        artifacts: this.#artifacts.names,
        heartbeat: null,
      };
      const id = await this.#add(event, entry, files, lock.name);
      const { strictJson } = this.#setup;
      this.#opened = new OpenRun({ id, entry, strictJson, connection, lock, letGo });
      return id;
    } catch (error) {
      lock.release();
      letGo();
      throw error;
    }
  }

  override async queuedEvent(event: QueuedEvent): Promise<RunId> {
    const { exInfo, command, hostInfo, queueTime, metaInfo } = event;
    try {
      const { files } = this.#copies(event, true);
      const meta = { ...metaInfo, queue_time: isoTime(queueTime) };
      const entry = { experiment: exInfo, command, host: hostInfo, meta, status: "QUEUED" };
      return await this.#add(event, entry, files, "");
    } finally {
      this.#setup.closed();
    }
  }

  #copies(event: Parameters<typeof copySources>[0], isQueued: boolean): SourceCopies {
    const copies = copySources(event, this.#setup.page, isQueued);
    if (copies.missing.length > 0)
      this.#setup.warn(
        `What ${firstFew(copies.missing)} held isn't known: the run refers to these sources, and has no copy of them.`,
      );
    return copies;
  }

  async #add(
    { id, config }: Pick<StartedEvent, "id" | "config">,
    entry: Record<string, unknown>,
    files: readonly FileContentToStore[],
    lock: string,
  ): Promise<RunId> {
    await this.#warnOfLittleSpace();
    const { beatIntervalSeconds, strictJson, connection } = this.#setup;
    const text = this.#json(entry);
    const isQueued = entry["status"] === "QUEUED";
    const record = {
      ...columnsOf(entry),
      entry: text,
      lock,
      beatIntervalSeconds,
      strictJson,
      ...(isQueued ? { absent: ["cout.txt", "metrics.json"] } : {}),
    };
    const database = await connection.database();
    return write(database, ["runs", "texts", "files", "blobs"], "strict", async (transaction) => {
      const texts = { "config.json": this.#json(config) };
      const added = await addRun(transaction, { id, record, texts, files });
      if (!isQueued) await keepReserve(transaction, added);
      return added;
    });
  }

  override async heartbeatEvent({ info, output, beatTime, result }: HeartbeatEvent): Promise<void> {
    const { id } = this.#run;
    const infoText = info !== this.#info && Object.keys(info).length > 0 ? this.#json(info) : undefined;
    const changes = { heartbeat: isoTime(beatTime), result };
    await this.#run.save(changes, "relaxed", ["output", "texts"], async (transaction) => {
      await replaceOutput(transaction, id, output);
      if (infoText !== undefined) await transaction.objectStore("texts").put({ text: infoText }, [id, "info.json"]);
    });
    this.#info = info;
    await this.#warnOfLittleSpace();
  }

  override async logMetrics({ metricsByName }: MetricsEvent): Promise<void> {
    const { id } = this.#run;
    const stored = await this.#run.add(["metrics"], (transaction) =>
      Promise.all(
        Object.entries(metricsByName).map(([name, points]) => this.#metrics.add(transaction, id, name, points)),
      ),
    );
    for (const done of stored) done();
  }

  override async resourceEvent({ filename, content }: ResourceEvent): Promise<void> {
    const blob = contentOf(filename, content);
    const md5 = await md5OfBlob(blob);
    const path = `_resources/${copyName(filename, md5)}`;
    this.#resources.push([filename, path]);
    try {
      await this.#saveFile({ kind: "resource", name: filename, path, md5, content: blob });
    } catch (error) {
      // The event comes again.
      this.#resources.pop();
      throw error;
    }
  }

  override async artifactEvent({ name, filename, metadata, contentType, content }: ArtifactEvent): Promise<void> {
    const blob = contentOf(filename, content);
    const { path, isMoved } = artifactPlace(name, name.startsWith("/"));
    const md5 = await md5OfBlob(blob);
    const { entry } = this.#run;
    const { isNew, warning, takeBack } = this.#artifacts.add(path, { filename, metadata, contentType });
    this.#artifacts.describe(entry);
    try {
      await this.#saveFile({ kind: "artifact", name, path, md5, content: blob });
    } catch (error) {
      takeBack();
      this.#artifacts.describe(entry);
      throw error;
    }
    if (warning !== undefined) this.#setup.warn(warning);
    if (isNew && isMoved)
      this.#setup.warn(
        `The artifact ${JSON.stringify(name)} is stored as ${path}: under its own name it would lie outside of the run's folder, or in the place of a file that the run itself needs.`,
      );
  }

  override completedEvent({ stopTime, result }: CompletedEvent): Promise<void> {
    return this.#run.end({ stop_time: isoTime(stopTime), result, status: "COMPLETED" });
  }

  override interruptedEvent({ interruptTime, status }: InterruptedEvent): Promise<void> {
    return this.#run.end({ stop_time: isoTime(interruptTime), status });
  }

  override async failedEvent({ failTime, failTrace }: FailedEvent): Promise<void> {
    // Where another observer refused the run, there is nothing to be ended.
    if (this.#opened === undefined) return;
    await this.#run.end({ stop_time: isoTime(failTime), status: "FAILED", fail_trace: failTrace });
  }

  override join(): void {
    // A run whose end could not be stored is dead to others, and in nobody's way.
    this.#opened?.letGo();
    this.#setup.closed();
  }

  #saveFile(file: FileContentToStore): Promise<void> {
    const run = this.#run;
    return run.save({}, "relaxed", ["files", "blobs"], (transaction) => putFile(transaction, run.id, file));
  }

  async #warnOfLittleSpace(): Promise<void> {
    if (this.#hasWarnedOfSpace) return;
    const warning = await warningOfLittleSpace();
    if (warning === undefined) return;
    this.#hasWarnedOfSpace = true;
    this.#setup.warn(warning);
  }

  #json(value: unknown): string {
    return pythonJson(value, { strict: this.#setup.strictJson });
  }

  /** Has the run begun? */
  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  get #run(): OpenRun {
    if (this.#opened === undefined) throw new ObserverError("The run was never stored: its start failed.");
    return this.#opened;
  }
}

function contentOf(filename: string, content: FileContent | undefined): Blob {
  if (content instanceof Blob) return content;
  // Of shared memory a Blob can't be made.
  if (content instanceof Uint8Array) return new Blob([new Uint8Array(content)]);
  throw new ObserverError(`${filename} came without its content: give a File, a Blob or a Uint8Array.`);
}
