import { messageOf } from "../../../core/errors/thrown.ts";
import { readMetricsText } from "../../../core/record/read-metrics-text.ts";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { assertFolderName } from "../../../core/record/run-id.ts";
import type { MetricsByName } from "../../../core/metrics/series-of.ts";
import type { FileContentToStore } from "../database/blobs.ts";
import type { FileKind } from "../database/schema.ts";
import { metricsJson } from "./run-folder.ts";
import { damaged } from "./damaged.ts";
import { bytesOf, type Content } from "./growing-content.ts";
import { zipEntries } from "./zip-directory.ts";
import { ZippedFolder } from "./zipped-folder.ts";
import type { LongTask } from "../reader/long-task.ts";

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
export async function readFolder(zip: Blob, maxBytes: number, task: LongTask): Promise<Folder> {
  const entries = (await zipEntries(zip)).filter(({ path }) => !CLUTTER.test(path));
  for (const { path } of entries) assertInside(path);
  const totalBytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (totalBytes > maxBytes) {
    throw damaged(
      `it unpacks to ${(totalBytes / 1e6).toFixed(0)} MB, more than the ${(maxBytes / 1e6).toFixed(0)} MB of \`maxBytes\`; give more if you trust it`,
    );
  }
  const files = new ZippedFolder(entries, task);
  if (files.size < entries.length) throw damaged("it has two files of one name");
  const ids = files.runs();
  if (ids.length === 0) throw damaged("there is no run in it (no folder with a run.json)");
  task.expect({ totalRuns: ids.length, totalBytes });
  const runs: FolderRun[] = [];
  for (const id of ids) runs.push(await readRun(id, files));
  const ignored = files.unused();
  // A file may belong to no run because its name is damaged.
  for (const path of ignored) await files.read(path);
  return { runs, ignored };
}

/** No name may lead out of the folder, wherever an export of it is unpacked one day. */
function assertInside(path: string): void {
  const isBad = /^[/\\]|^[a-z]:|\\|\0/i.test(path) || path.split("/").some((part) => part === ".." || part === "");
  if (isBad) throw damaged(`${JSON.stringify(path)} would lie outside of its folder`);
}

async function readRun(id: string, folder: ZippedFolder): Promise<FolderRun> {
  const broken = (file: string, error: unknown): Error => damaged(`${id}/${file}: ${messageOf(error)}`, error);
  const own = await folder.ownFiles(id);
  const read = async <T>(
    file: string,
    parse: (text: string) => T,
  ): Promise<{ text: string; content: T } | undefined> => {
    const content = own.get(file);
    if (content === undefined) return undefined;
    const bytes = await bytesOf(content);
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
  const entry = (await read("run.json", readEntryText))?.content ?? { text: "", content: {} };
  const texts: Record<string, string> = {};
  for (const file of ["config.json", "info.json"]) {
    const found = await read(file, readPythonJson);
    if (found === undefined) continue;
    texts[file] = found.text;
    own.delete(file);
  }
  const metrics = await read("metrics.json", readMetricsText);
  // What would be written otherwise (Python's microseconds, its numbers) is kept as it is, beside what can be computed with.
  const absent = ["cout.txt", "metrics.json"].filter((file) => !own.has(file));
  if (metrics !== undefined && metricsJson(metrics.content) === metrics.text) own.delete("metrics.json");
  const { text: output, isExact } = await outputText(own.get("cout.txt"));
  if (isExact) own.delete("cout.txt");
  own.delete("run.json");
  const shared = await sharedFiles(entry.content, folder);
  const listed: unknown = entry.content["artifacts"];
  const artifacts = new Set<unknown>(Array.isArray(listed) ? listed : []);
  const files: FileContentToStore[] = [];
  for (const [path, content] of own) {
    const kind = artifacts.has(path) ? "artifact" : "folder";
    files.push({ kind, name: path, path, ...(await folder.toStore(content)) });
  }
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
  folder: ZippedFolder,
): Promise<FileContentToStore[]> {
  const files: FileContentToStore[] = [];
  const add = async (kind: FileKind, list: unknown): Promise<void> => {
    for (const pair of Array.isArray(list) ? list : []) {
      const [name, stored]: unknown[] = Array.isArray(pair) ? pair : [];
      if (typeof name !== "string" || typeof stored !== "string") continue;
      const shared = await folder.sharedFile(stored);
      if (shared !== undefined) files.push({ kind, name, ...shared });
    }
  };
  await add("source", isDictionary(experiment) ? experiment["sources"] : undefined);
  await add("resource", resources);
  return files;
}

/** @throws {TypeError} if the bytes are no UTF-8, and would not be the same again */
function exactText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Programs may print any bytes; what is no text is shown as well as it can be, and kept as it is. */
async function outputText(content: Content | undefined): Promise<{ text: string; isExact: boolean }> {
  if (content === undefined) return { text: "", isExact: false };
  const bytes = await bytesOf(content);
  try {
    return { text: exactText(bytes), isExact: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), isExact: false };
  }
}
