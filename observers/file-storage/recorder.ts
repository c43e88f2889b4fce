import { existsSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { messageOf } from "../../core/errors/thrown.ts";
import { ObserverError } from "../../core/errors/index.ts";
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
import { artifactPath, freePlace, queuedSourcePath } from "./artifact-path.ts";
import { ArtifactList } from "../../core/record/artifact-list.ts";
import type { ArtifactPlace } from "../../core/record/artifact-place.ts";
import { writeWhole } from "./atomic-write.ts";
import { leaveBriefNote, takeBriefNote } from "./brief-note.ts";
import { CoutFile } from "./cout-file.ts";
import type { FileStorageObserver } from "./file-storage-observer.ts";
import { MetricLog } from "./metric-log.ts";
import { renderReport } from "./report.ts";
import { makeRunFolder } from "./run-folder.ts";
import { noteOwner, removeOwner } from "./run-owner.ts";
import { sweepChosenFolders } from "./recovery/sweep-chosen.ts";
import { isAsNoted, isInside, isTaken, storeArtifact, storeOnce } from "./stored-files.ts";

/** By intervals under this somebody watches closely. */
const USUAL_BEAT_INTERVAL_SECONDS = 10;

/** What is kept of one run while it is stored. */
interface OpenFolder {
  readonly dir: string;
  readonly entry: Record<string, unknown>;
  readonly cout: CoutFile;
  readonly metrics: MetricLog;
  /** by the same clock as the expected beat */
  readonly started: number;
}

/** Writes the folder of one run. */
export class FileStorageRecorder extends RunObserver {
  readonly #observer: FileStorageObserver;
  readonly #run: Run;
  #opened: OpenFolder | undefined;
  readonly #resources: [string, string][] = [];
  readonly #artifacts: ArtifactList = new ArtifactList();
  /** where artifacts were stored, or nearly */
  readonly #places: Set<string> = new Set();
  #hasToldOfMetrics: boolean = false;
  /** by the seconds for which the process has run: that clock is never set, and costs nothing to be loaded */
  #expectedBeat: number = Number.POSITIVE_INFINITY;

  constructor(observer: FileStorageObserver, run: Run) {
    super();
    this.#observer = observer;
    this.#run = run;
    this.priority = observer.priority;
  }

  override startedEvent(event: StartedEvent): RunId {
    const { id, dir } = makeRunFolder(this.#observer.basedir, event.id);
    try {
      this.#open(dir, event);
    } catch (cause) {
      // Nothing has run yet: half a folder would only look like a run.
      rmSync(dir, { recursive: true, force: true });
      if (cause instanceof ObserverError) throw cause;
      throw new ObserverError(
        `The run can't be stored in ${dir}: ${messageOf(cause)}. Make room there, or store it in another folder.`,
        { cause },
      );
    }
    sweepChosenFolders(this.#observer);
    this.#expectBeat();
    return id;
  }

  #open(dir: string, { exInfo, command, hostInfo, startTime, config, metaInfo }: StartedEvent): void {
    const { beatInterval: beatIntervalSeconds, metrics, strictJson } = this.#run;
    noteOwner(dir, { beatIntervalSeconds, strictJson });
    const entry = {
      experiment: { ...exInfo, sources: this.#storeSources(exInfo) },
      command,
      host: hostInfo,
      start_time: isoTime(startTime),
      meta: metaInfo,
      status: "RUNNING",
      resources: this.#resources,
      artifacts: this.#artifacts.names,
      heartbeat: null,
    };
    writeWhole(join(dir, "config.json"), this.#json(config));
    this.#opened = {
      dir,
      entry,
      cout: new CoutFile(join(dir, "cout.txt")),
      metrics: new MetricLog(dir, metrics, {
        beatIntervalSeconds,
        strictJson,
        warn: (message) => this.#run.runLogger.warning(message),
      }),
      started: process.uptime(),
    };
    const note = this.#run.captureNote;
    if (note !== undefined) writeWhole(join(dir, CAPTURE_NOTE), formatCaptureNote(note));
    this.#save({});
    // A command may hold the main thread from its first line to its last.
    const isBrief = takeBriefNote(this.#observer.basedir) && beatIntervalSeconds >= USUAL_BEAT_INTERVAL_SECONDS;
    if (beatIntervalSeconds > 0 && !isBrief) this.#opened.metrics.start();
  }

  override queuedEvent({ exInfo, command, hostInfo, queueTime, config, metaInfo, id }: QueuedEvent): RunId {
    const { id: made, dir } = makeRunFolder(this.#observer.basedir, id);
    const meta = { ...metaInfo, queue_time: isoTime(queueTime) };
    writeWhole(
      join(dir, "run.json"),
      this.#json({ experiment: exInfo, command, host: hostInfo, meta, status: "QUEUED" }),
    );
    writeWhole(join(dir, "config.json"), this.#json(config));
    if (this.#observer.copySources) {
      for (const [source, md5] of exInfo.sources) {
        const file = resolve(exInfo.base_dir, source);
        if (!this.#isAsNoted(file, md5)) continue;
        // Of two files outside of the base folder the paths may end alike.
        const isOthers = (path: string): boolean => isTaken(file, join(dir, path));
        storeArtifact(file, dir, freePlace(queuedSourcePath(source), isOthers));
      }
    }
    return made;
  }

  override heartbeatEvent({ info, output, beatTime, result }: HeartbeatEvent): void {
    const { cout, dir, metrics } = this.#folder;
    // A beat that comes late had to wait for a synchronous loop: the next time the thread beats instead.
    if (process.uptime() > this.#expectedBeat) metrics.start();
    this.#expectBeat();
    // Whatever can't be stored now keeps nothing else from being stored.
    attemptAll([
      () => cout.write(output),
      () => this.#save({ heartbeat: isoTime(beatTime), result }),
      () => {
        if (Object.keys(info).length > 0) writeWhole(join(dir, "info.json"), this.#json(info));
      },
      () => {
        if (!metrics.hasPoints && !existsSync(join(dir, "metrics.json"))) writeWhole(join(dir, "metrics.json"), "{}");
      },
    ]);
    this.#tellOfMetrics();
  }

  /** Points are no part of the heartbeat, which needs no sending again for them: the helper thread keeps them, and tries again. */
  #tellOfMetrics(): void {
    const failure = this.#folder.metrics.failure();
    if (failure !== undefined && !this.#hasToldOfMetrics)
      this.#run.runLogger.warning(`An error occurred in the observer ${String(this.#observer)}: ${failure.message}`);
    this.#hasToldOfMetrics = failure !== undefined;
  }

  override completedEvent({ stopTime, result }: CompletedEvent): Promise<void> {
    leaveBriefNote(this.#observer.basedir, process.uptime() - this.#folder.started);
    return this.#end({ stop_time: isoTime(stopTime), result, status: "COMPLETED" });
  }

  override interruptedEvent({ interruptTime, status }: InterruptedEvent): Promise<void> {
    return this.#end({ stop_time: isoTime(interruptTime), status });
  }

  override failedEvent({ failTime, failTrace, isExiting }: FailedEvent): Promise<void> | void {
    // Where another observer refused the run, there is nothing to be ended.
    if (this.#opened === undefined) return;
    const changes = { stop_time: isoTime(failTime), status: "FAILED", fail_trace: failTrace };
    if (isExiting !== true) return this.#end(changes);
    attemptAll([() => this.#folder.metrics.finishNow(), () => this.#save(changes), () => this.#forgetCapture()]);
  }

  override resourceEvent({ filename }: ResourceEvent): void {
    const kept = this.#keep(filename, this.#observer.resourceDir);
    this.#resources.push([filename, kept]);
    try {
      this.#save({});
    } catch (error) {
      // The event comes again.
      this.#resources.pop();
      throw error;
    }
  }

  override artifactEvent({ name, filename, metadata, contentType }: ArtifactEvent): void {
    const { dir, entry } = this.#folder;
    const { path, isMoved } = this.#placeOf(name, filename, dir);
    storeArtifact(filename, dir, path);
    const { isNew, warning, takeBack } = this.#artifacts.add(path, { filename, metadata, contentType });
    this.#artifacts.describe(entry);
    try {
      this.#save({});
    } catch (error) {
      // The event comes again.
      takeBack();
      this.#artifacts.describe(entry);
      throw error;
    }
    if (warning !== undefined) this.#run.runLogger.warning(warning);
    if (isNew && isMoved) {
      this.#run.runLogger.warning(
        `The artifact ${JSON.stringify(name)} is stored as ${path}: under its own name it would lie outside of the run's folder, or in the place of another file.`,
      );
    }
  }

  /** File systems that fold case, or compose characters, take two names for one: the later file gets another place. */
  #placeOf(name: string, filename: string, dir: string): ArtifactPlace {
    const place = artifactPath(name, this.#observer.template);
    const path = freePlace(place.path, (at) => !this.#places.has(at) && isTaken(filename, join(dir, at)));
    this.#places.add(path);
    return { path, isMoved: place.isMoved || path !== place.path };
  }

  /** The end is written even if the last metrics can't be: their failure is reported after that. */
  async #end(changes: Record<string, unknown>): Promise<void> {
    const { dir, metrics } = this.#folder;
    const finished = await settled(metrics.finish());
    try {
      this.#save(changes);
    } catch (error) {
      // That one says where points are that aren't stored.
      throw finished ?? error;
    }
    this.#forgetCapture();
    const rendered = await settled(this.#render());
    // The run itself is stored: a report that could not be made is a matter of its template.
    if (rendered !== undefined) this.#run.runLogger.warning(`The report could not be rendered: ${String(rendered)}`);
    if (finished !== undefined) throw finished;
    // A run that has ended with an owner has a metrics.json to be recovered.
    removeOwner(dir);
  }

  /** All output is stored: nothing of it has to be recovered. */
  #forgetCapture(): void {
    rmSync(join(this.#folder.dir, CAPTURE_NOTE), { force: true });
  }

  override storedOutput(): string {
    return this.#folder.cout.read();
  }

  async #render(): Promise<void> {
    const { template } = this.#observer;
    if (template === undefined) return;
    const { dir, entry, cout } = this.#folder;
    await renderReport(template, {
      run: entry,
      config: this.#run.config,
      info: this.#run.info,
      // Read for those templates only that show it: it may be more than a text can hold.
      get cout() {
        return cout.read();
      },
      savedir: dir,
    });
  }

  #save(changes: Record<string, unknown>): void {
    const { dir, entry, metrics } = this.#folder;
    Object.assign(entry, changes);
    const text = this.#json(entry);
    metrics.writeEntry(text, () => writeWhole(join(dir, "run.json"), text));
  }

  #json(value: unknown): string {
    return pythonJson(value, { strict: this.#run.strictJson });
  }

  get #folder(): OpenFolder {
    if (this.#opened === undefined) throw new Error("The run's folder was never made.");
    return this.#opened;
  }

  #expectBeat(): void {
    const { beatInterval } = this.#run;
    this.#expectedBeat = beatInterval > 0 ? process.uptime() + 1.5 * beatInterval : Number.POSITIVE_INFINITY;
  }

  #storeSources({ base_dir, sources }: ExperimentInfo): [string, string][] {
    const { basedir, sourceDir, copySources } = this.#observer;
    return sources.map(([source, md5]) => {
      const file = resolve(base_dir, source);
      const isCopied = copySources && this.#isAsNoted(file, md5);
      return [source, relative(basedir, isCopied ? this.#keep(file, sourceDir, md5) : file)];
    });
  }

  /** What a source has become since the run has noted it is none of the run. */
  #isAsNoted(file: string, md5: string): boolean {
    if (isAsNoted(file, md5)) return true;
    this.#run.runLogger.warning(
      `${file} changed, or went away, while the run was starting: the run refers to it, and has no copy of it.`,
    );
    return false;
  }

  #keep(file: string, folder: string, md5?: string): string {
    const { basedir, copyArtifacts } = this.#observer;
    return !copyArtifacts && isInside(file, basedir) ? file : storeOnce(file, folder, md5);
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

/** Does all of it, and throws the first error afterwards. */
function attemptAll(works: readonly (() => void)[]): void {
  const errors: unknown[] = [];
  for (const work of works) {
    try {
      work();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
