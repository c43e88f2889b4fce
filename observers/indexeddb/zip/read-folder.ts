import { readMetricsText } from "../../../core/record/read-metrics-text.ts";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { assertFolderName } from "../../../core/record/run-id.ts";
import type { MetricsByName } from "../../../core/metrics/series-of.ts";
import { type FileContentToStore, md5OfBlob } from "../database/blobs.ts";
import type { FileKind } from "../database/schema.ts";
import { metricsJson } from "./run-folder.ts";
import { damaged, type ZipEntry, zipEntries } from "./zip-directory.ts";

/** A run of a zipped folder, read and checked: everything that is to be stored of it. */
export interface FolderRun {
  /** the name of its folder */
  readonly id: string;
  readonly entry: string;
  /** config.json, info.json */
  readonly texts: Readonly<Record<string, string>>;
  readonly metrics: MetricsByName;
  readonly output: string;
  readonly files: readonly FileContentToStore[];
  readonly absent: readonly string[];
}

export interface Folder {
  readonly runs: readonly FolderRun[];
  /** files that belong to no run */
  readonly ignored: readonly string[];
}

/** Left by systems that pack folders, and what FileStorageObserver remembers between runs. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|\.sacred-ts\/)/;

/** Reads all runs of a zipped FileStorage folder. @throws {ObserverError} that names what is wrong with the first broken one */
export async function readFolder(zip: Blob, maxBytes: number): Promise<Folder> {
  const entries = (await zipEntries(zip)).filter(({ path }) => !CLUTTER.test(path));
  for (const { path } of entries) assertInside(path);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > maxBytes) {
    throw damaged(
      `it unpacks to ${(bytes / 1e6).toFixed(0)} MB, more than the ${(maxBytes / 1e6).toFixed(0)} MB of \`maxBytes\`; give more if you trust it`,
    );
  }
  const base = baseOf(entries);
  const byPath = new Map(entries.map((entry) => [entry.path.slice(base.length), entry]));
  if (byPath.size < entries.length) throw damaged("it has two files of one name");
  const used = new Set<string>();
  const runs: FolderRun[] = [];
  for (const path of byPath.keys()) {
    const [, id] = /^([^/]+)\/run\.json$/.exec(path) ?? [];
    if (id !== undefined) runs.push(await readRun(id, byPath, used));
  }
  if (runs.length === 0) throw damaged("there is no run in it (no folder with a run.json)");
  const ignored = [...byPath].filter(([path]) => !used.has(path));
  // A file may belong to no run because its name is damaged.
  for (const [, entry] of ignored) await entry.read();
  return { runs, ignored: ignored.map(([path]) => path) };
}

/** No name may lead out of the folder, wherever an export of it is unpacked one day. */
function assertInside(path: string): void {
  const isBad = /^[/\\]|^[a-z]:|\\|\0/i.test(path) || path.split("/").some((part) => part === ".." || part === "");
  if (isBad) throw damaged(`${JSON.stringify(path)} would lie outside of its folder`);
}

/** The folder of runs may have been packed itself, or what is in it. */
function baseOf(entries: readonly ZipEntry[]): string {
  const bases = entries.flatMap(({ path }) => {
    const match = /^(.*\/)?[^/]+\/run\.json$/.exec(path);
    return match === null ? [] : [match[1] ?? ""];
  });
  return bases.toSorted((a, b) => a.length - b.length)[0] ?? "";
}

async function readRun(id: string, byPath: ReadonlyMap<string, ZipEntry>, used: Set<string>): Promise<FolderRun> {
  const broken = (file: string, error: unknown): Error =>
    damaged(`${id}/${file}: ${error instanceof Error ? error.message : String(error)}`, error);
  const prefix = `${id}/`;
  const own = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [path, entry] of byPath) {
    if (!path.startsWith(prefix)) continue;
    own.set(path.slice(prefix.length), await entry.read());
    used.add(path);
  }
  const read = <T>(file: string, parse: (text: string) => T): { text: string; content: T } | undefined => {
    const bytes = own.get(file);
    if (bytes === undefined) return undefined;
    try {
      const text = exactText(bytes);
      return { text, content: parse(text) };
    } catch (error) {
      throw broken(file, error);
    }
  };
  try {
    assertFolderName(id);
  } catch (error) {
    throw broken("", error);
  }
  const entry = read("run.json", readEntryText)?.content ?? { text: "", content: {} };
  const texts: Record<string, string> = {};
  for (const file of ["config.json", "info.json"]) {
    const found = read(file, readPythonJson);
    if (found === undefined) continue;
    texts[file] = found.text;
    own.delete(file);
  }
  const metrics = read("metrics.json", readMetricsText);
  // What would be written otherwise (Python's microseconds, its numbers) is kept as it is, beside what can be computed with.
  const absent = ["cout.txt", "metrics.json"].filter((file) => !own.has(file));
  if (metrics !== undefined && metricsJson(metrics.content) === metrics.text) own.delete("metrics.json");
  const { text: output, isExact } = outputText(own.get("cout.txt"));
  if (isExact) own.delete("cout.txt");
  own.delete("run.json");
  const shared = await sharedFiles(entry.content, byPath, used);
  const listed: unknown = entry.content["artifacts"];
  const artifacts = new Set<unknown>(Array.isArray(listed) ? listed : []);
  const files = await Promise.all(
    Array.from(own, ([path, bytes]) => toStore(artifacts.has(path) ? "artifact" : "folder", path, path, bytes)),
  );
  return {
    id,
    entry: entry.text,
    texts,
    metrics: metrics?.content ?? {},
    output,
    files: [...files, ...shared],
    absent,
  };
}

/** The copies of sources and resources that a run.json refers to: pairs of a name and a path, absolute in Python's. */
async function sharedFiles(
  { experiment, resources }: Readonly<Record<string, unknown>>,
  byPath: ReadonlyMap<string, ZipEntry>,
  used: Set<string>,
): Promise<FileContentToStore[]> {
  const files: FileContentToStore[] = [];
  const add = async (kind: FileKind, list: unknown): Promise<void> => {
    for (const pair of Array.isArray(list) ? list : []) {
      const [name, stored]: unknown[] = Array.isArray(pair) ? pair : [];
      if (typeof name !== "string" || typeof stored !== "string") continue;
      const path = endOf(stored, byPath);
      const entry = path === undefined ? undefined : byPath.get(path);
      if (path === undefined || entry === undefined) continue;
      used.add(path);
      files.push(await toStore(kind, name, path, await entry.read()));
    }
  };
  await add("source", isDictionary(experiment) ? experiment["sources"] : undefined);
  await add("resource", resources);
  return files;
}

/** The longest end of a path that is a file of the folder, at least a folder and a name. */
function endOf(stored: string, byPath: ReadonlyMap<string, ZipEntry>): string | undefined {
  const parts = stored.split(/[/\\]/);
  for (let from = 0; from < parts.length - 1; from++) {
    const end = parts.slice(from).join("/");
    if (byPath.has(end)) return end;
  }
  return undefined;
}

async function toStore(
  kind: FileKind,
  name: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<FileContentToStore> {
  const content = new Blob([bytes]);
  return { kind, name, path, md5: await md5OfBlob(content), content };
}

/** @throws {TypeError} if the bytes are no UTF-8, and would not be the same again */
function exactText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Programs may print any bytes; what is no text is shown as well as it can be, and kept as it is. */
function outputText(bytes: Uint8Array | undefined): { text: string; isExact: boolean } {
  if (bytes === undefined) return { text: "", isExact: false };
  try {
    return { text: exactText(bytes), isExact: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), isExact: false };
  }
}
