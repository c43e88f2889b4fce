import { existsSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { ExperimentInfo } from "../../core/host.ts";
import { CAPTURE_NOTE, formatCaptureNote } from "../../core/record/capture-note.ts";
import { pythonJson } from "../../core/record/python-json.ts";
import {
  type ArtifactEvent,
  type CompletedEvent,
  type FailedEvent,
  type HeartbeatEvent,
  type InterruptedEvent,
  type QueuedEvent,
  type ResourceEvent,
  type RunId,
  RunObserver,
  type StartedEvent,
} from "../../core/run/observer.ts";
import type { Run } from "../../core/run/run.ts";
import { isoTime } from "../../core/record/iso-time.ts";
import { writeWhole } from "./atomic-write.ts";
import { CoutFile } from "./cout-file.ts";
import type { FileStorageObserver } from "./file-storage-observer.ts";
import { MetricLog } from "./metric-log.ts";
import { renderReport } from "./report.ts";
import { makeRunFolder } from "./run-folder.ts";
import { isInside, storeArtifact, storeOnce } from "./stored-files.ts";

/** What is kept of one run while it is stored. */
interface OpenFolder {
  readonly dir: string;
  readonly entry: Record<string, unknown>;
  readonly cout: CoutFile;
  readonly metrics: MetricLog;
}

/** Writes the folder of one run. */
export class FileStorageRecorder extends RunObserver {
  readonly #observer: FileStorageObserver;
  readonly #run: Run;
  #folder: OpenFolder | undefined;
  readonly #resources: [string, string][] = [];
  readonly #artifacts: string[] = [];
  #expectedBeat: number = Number.POSITIVE_INFINITY;

  constructor(observer: FileStorageObserver, run: Run) {
    super();
    this.#observer = observer;
    this.#run = run;
    this.priority = observer.priority;
  }

  override startedEvent({ exInfo, command, hostInfo, startTime, config, metaInfo, id }: StartedEvent): RunId {
    const made = makeRunFolder(this.#observer.basedir, id);
    const entry = {
      experiment: { ...exInfo, sources: this.#storeSources(exInfo) },
      command,
      host: hostInfo,
      start_time: isoTime(startTime),
      meta: metaInfo,
      status: "RUNNING",
      resources: this.#resources,
      artifacts: this.#artifacts,
      heartbeat: null,
    };
    writeWhole(join(made.dir, "run.json"), pythonJson(entry));
    writeWhole(join(made.dir, "config.json"), pythonJson(config));
    const { beatInterval, metrics } = this.#run;
    this.#folder = {
      dir: made.dir,
      entry,
      cout: new CoutFile(join(made.dir, "cout.txt")),
      metrics: new MetricLog(made.dir, metrics, beatInterval),
    };
    const { note } = this.#run.output;
    if (note !== undefined) writeWhole(join(made.dir, CAPTURE_NOTE), formatCaptureNote(note));
    this.#save({});
    this.#expectBeat();
    return made.id;
  }

  override queuedEvent({ exInfo, command, hostInfo, queueTime, config, metaInfo, id }: QueuedEvent): RunId {
    const { id: made, dir } = makeRunFolder(this.#observer.basedir, id);
    const meta = { ...metaInfo, queue_time: isoTime(queueTime) };
    writeWhole(
      join(dir, "run.json"),
      pythonJson({ experiment: exInfo, command, host: hostInfo, meta, status: "QUEUED" }),
    );
    writeWhole(join(dir, "config.json"), pythonJson(config));
    if (this.#observer.copySources) {
      for (const [source] of exInfo.sources)
        storeArtifact(resolve(exInfo.base_dir, source), dir, source.split("/").at(-1) ?? source);
    }
    return made;
  }

  override heartbeatEvent({ info, output, beatTime, result }: HeartbeatEvent): void {
    const { cout, dir, metrics } = this.#open();
    // A beat that comes late had to wait for a synchronous loop: the next time the thread beats instead.
    if (Date.now() > this.#expectedBeat) metrics.start();
    cout.write(output);
    this.#save({ heartbeat: isoTime(beatTime), result });
    if (Object.keys(info).length > 0) writeWhole(join(dir, "info.json"), pythonJson(info));
    if (!metrics.isStarted && !existsSync(join(dir, "metrics.json"))) writeWhole(join(dir, "metrics.json"), "{}");
    this.#expectBeat();
  }

  override completedEvent({ stopTime, result }: CompletedEvent): Promise<void> {
    return this.#end({ stop_time: isoTime(stopTime), result, status: "COMPLETED" });
  }

  override interruptedEvent({ interruptTime, status }: InterruptedEvent): Promise<void> {
    return this.#end({ stop_time: isoTime(interruptTime), status });
  }

  override failedEvent({ failTime, failTrace, isExiting }: FailedEvent): Promise<void> | void {
    // Where another observer refused the run, there is nothing to be ended.
    if (this.#folder === undefined) return;
    const changes = { stop_time: isoTime(failTime), status: "FAILED", fail_trace: failTrace };
    if (isExiting !== true) return this.#end(changes);
    this.#open().metrics.finishNow();
    this.#save(changes);
    this.#forgetCapture();
  }

  override resourceEvent({ filename }: ResourceEvent): void {
    this.#resources.push([filename, this.#keep(filename, this.#observer.resourceDir)]);
    this.#save({});
  }

  override artifactEvent({ name, filename }: ArtifactEvent): void {
    const { dir } = this.#open();
    storeArtifact(filename, dir, name);
    this.#artifacts.push(name);
    this.#save({});
  }

  /** The end is written even if the last metrics can't be: their failure is reported after that. */
  async #end(changes: Record<string, unknown>): Promise<void> {
    const { metrics } = this.#open();
    const finished = await settled(metrics.finish());
    this.#save(changes);
    this.#forgetCapture();
    const rendered = await settled(this.#render());
    // The run itself is stored: a report that could not be made is a matter of its template.
    if (rendered !== undefined) this.#run.runLogger.warning(`The report could not be rendered: ${String(rendered)}`);
    if (finished !== undefined) throw finished;
  }

  /** All output is stored: nothing of it has to be recovered. */
  #forgetCapture(): void {
    rmSync(join(this.#open().dir, CAPTURE_NOTE), { force: true });
  }

  override storedOutput(): string {
    return this.#open().cout.read();
  }

  async #render(): Promise<void> {
    const { template } = this.#observer;
    if (template === undefined) return;
    const { dir, entry, cout } = this.#open();
    await renderReport(template, {
      run: entry,
      config: this.#run.config,
      info: this.#run.info,
      cout: cout.read(),
      savedir: dir,
    });
  }

  #save(changes: Record<string, unknown>): void {
    const { dir, entry, metrics } = this.#open();
    Object.assign(entry, changes);
    const text = pythonJson(entry);
    metrics.writeEntry(JSON.parse(pythonJson(entry, { strict: true })), () => writeWhole(join(dir, "run.json"), text));
  }

  #open(): OpenFolder {
    if (this.#folder === undefined) throw new Error("The run's folder was never made.");
    return this.#folder;
  }

  #expectBeat(): void {
    const { beatInterval } = this.#run;
    this.#expectedBeat = beatInterval > 0 ? Date.now() + 1500 * beatInterval : Number.POSITIVE_INFINITY;
  }

  #storeSources({ base_dir, sources }: ExperimentInfo): [string, string][] {
    const { basedir, sourceDir, copySources } = this.#observer;
    return sources.map(([source]) => {
      const file = resolve(base_dir, source);
      return [source, relative(basedir, copySources ? this.#keep(file, sourceDir) : file)];
    });
  }

  #keep(file: string, folder: string): string {
    const { basedir, copyArtifacts } = this.#observer;
    return !copyArtifacts && isInside(file, basedir) ? file : storeOnce(file, folder);
  }
}

async function settled(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}
