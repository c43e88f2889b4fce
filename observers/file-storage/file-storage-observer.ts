import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describeValue } from "../../core/errors/describe-value.ts";
import { ObserverError } from "../../core/errors/index.ts";
import { unknownNames } from "../../core/errors/unknown-names.ts";
import { RunObserver } from "../../core/run/observer.ts";
import type { Run } from "../../core/run/run.ts";
import { makeFolders } from "./make-folders.ts";
import { FileStorageRecorder } from "./recorder.ts";
import { MEMORY } from "./run-folder.ts";

export interface FileStorageOptions {
  /** where copies of resources go; by default `_resources` in the base folder */
  readonly resourceDir?: string;
  /** where copies of sources go; by default `_sources` in the base folder */
  readonly sourceDir?: string;
  /** a template of Eta, rendered at the end of each run; by default `template.html` in the base folder, if that exists */
  readonly template?: string;
  readonly priority?: number;
  /** false: artifacts and resources that lie in the base folder already are not copied */
  readonly copyArtifacts?: boolean;
  /** false: sources are only referred to */
  readonly copySources?: boolean;
}

const DEFAULT_PRIORITY = 20;
const OPTIONS: readonly string[] = ["resourceDir", "sourceDir", "template", "priority", "copyArtifacts", "copySources"];

/**
 * Stores each run in a folder of its own, in the layout of Python's Sacred: run.json, config.json, info.json, cout.txt,
 * metrics.json, artifacts. What was stored survives whatever ends the process.
 *
 * @example
 * ```ts
 * ex.observers.push(new FileStorageObserver("my_runs"));
 * ```
 */
export class FileStorageObserver extends RunObserver {
  readonly basedir: string;
  readonly resourceDir: string;
  readonly sourceDir: string;
  readonly template: string | undefined;
  readonly copyArtifacts: boolean;
  readonly copySources: boolean;

  /** @throws {ObserverError} if the folder has no name, an option is unknown, or the template can't be found */
  constructor(basedir: string, options: FileStorageOptions = {}) {
    super();
    if (typeof basedir !== "string" || basedir.trim() === "")
      throw new ObserverError(`A folder is needed to store runs in, but its name was ${describeValue(basedir)}.`);
    const mistake = unknownNames("A FileStorageObserver", options, OPTIONS);
    if (mistake !== undefined) throw new ObserverError(mistake);
    this.basedir = resolve(basedir);
    this.resourceDir = resolve(options.resourceDir ?? join(basedir, "_resources"));
    this.sourceDir = resolve(options.sourceDir ?? join(basedir, "_sources"));
    this.template = findTemplate(this.basedir, options.template);
    this.priority = options.priority ?? DEFAULT_PRIORITY;
    this.copyArtifacts = options.copyArtifacts ?? true;
    this.copySources = options.copySources ?? true;
  }

  override forRun(run: Run): FileStorageRecorder {
    return new FileStorageRecorder(this, run);
  }

  override makeScratchFolder(): string {
    const folder = join(this.basedir, MEMORY);
    makeFolders(folder);
    return folder;
  }

  override toString(): string {
    return `FileStorageObserver(${this.basedir})`;
  }
}

function findTemplate(basedir: string, given: string | undefined): string | undefined {
  if (given === undefined) {
    const own = join(basedir, "template.html");
    return existsSync(own) ? own : undefined;
  }
  if (!existsSync(given)) throw new ObserverError(`The report template ${given} can't be found.`);
  return resolve(given);
}
