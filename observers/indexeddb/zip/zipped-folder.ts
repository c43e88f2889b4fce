import { Md5 } from "../../../core/record/md5.ts";
import { md5OfBlob } from "../database/blobs.ts";
import type { LongTask } from "../reader/long-task.ts";
import type { Content } from "./growing-content.ts";
import type { ZipEntry } from "./zip-directory.ts";

/** A file that runs have in common. */
export interface SharedFile {
  readonly path: string;
  readonly content: Blob;
  readonly md5: string;
}

/** The files of a zipped folder of runs, by their paths below it. */
export class ZippedFolder {
  readonly #byPath: ReadonlyMap<string, ZipEntry>;
  /** the paths of each of its folders */
  readonly #byFolder: Map<string, string[]> = new Map();
  readonly #shared: Map<string, SharedFile> = new Map();
  readonly #used: Set<string> = new Set();
  readonly #task: LongTask;

  constructor(entries: readonly ZipEntry[], task: LongTask) {
    this.#task = task;
    const base = baseOf(entries);
    this.#byPath = new Map(entries.map((entry) => [entry.path.slice(base.length), entry]));
    for (const path of this.#byPath.keys()) {
      const folder = path.split("/", 1)[0] ?? "";
      const paths = this.#byFolder.get(folder);
      if (paths === undefined) this.#byFolder.set(folder, [path]);
      else paths.push(path);
    }
  }

  get size(): number {
    return this.#byPath.size;
  }

  /** The names of the runs' folders. */
  runs(): string[] {
    return [...this.#byFolder.keys()].filter((folder) => this.#byPath.has(`${folder}/run.json`));
  }

  async ownFiles(id: string): Promise<Map<string, Content>> {
    const own = new Map<string, Content>();
    for (const path of this.#byFolder.get(id) ?? []) own.set(path.slice(id.length + 1), await this.read(path));
    return own;
  }

  /** The file that a run calls so, by the longest end of that path that is one: at least a folder and a name. */
  async sharedFile(stored: string): Promise<SharedFile | undefined> {
    const parts = stored.split(/[/\\]/);
    const ends = parts.slice(0, -1).map((_part, from) => parts.slice(from).join("/"));
    const path = ends.find((end) => this.#byPath.has(end));
    if (path === undefined) return undefined;
    const known = this.#shared.get(path);
    if (known !== undefined) return known;
    const shared = { path, ...(await this.toStore(await this.read(path))) };
    this.#shared.set(path, shared);
    return shared;
  }

  async read(path: string): Promise<Content> {
    this.#used.add(path);
    return (await this.#byPath.get(path)?.read(this.#task)) ?? new Uint8Array();
  }

  async toStore(content: Content): Promise<{ content: Blob; md5: string }> {
    if (!(content instanceof Blob)) return { content: new Blob([content]), md5: new Md5().update(content).hex() };
    return { content, md5: await md5OfBlob(content, () => this.#task.check()) };
  }

  unused(): string[] {
    return [...this.#byPath.keys()].filter((path) => !this.#used.has(path));
  }
}

/** The folder of runs may have been packed itself, or what is in it. */
function baseOf(entries: readonly ZipEntry[]): string {
  const bases = entries.flatMap(({ path }) => {
    const match = /^(.*\/)?[^/]+\/run\.json$/.exec(path);
    return match === null ? [] : [match[1] ?? ""];
  });
  return bases.toSorted((a, b) => a.length - b.length)[0] ?? "";
}
