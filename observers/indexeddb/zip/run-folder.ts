import type { PointColumns } from "../../../core/record/metric-log.ts";
import { compareMetricNames, metricsText, metricText } from "../../../core/record/metrics-text.ts";
import type { MetricSeries } from "../../../core/metrics/series-of.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { RESERVE } from "../database/reserve.ts";
import type { LongTask } from "../reader/long-task.ts";
import { type Content, GrowingContent } from "./growing-content.ts";
import { keysOf, type RunRecord, type RunsDatabase } from "../database/schema.ts";

/** A file of an export, its path below the folder of all runs. */
export interface FolderFile {
  readonly path: string;
  readonly content: Content;
}

/** The files of a run as FileStorageObserver writes them, with what its sources and resources have in common with others. */
export async function runFolder(database: RunsDatabase, record: RunRecord, task: LongTask): Promise<FolderFile[]> {
  const { id, entry, absent = [] } = record;
  const own = new Map<string, Content>([["run.json", encoded(entry)]]);
  const shared: FolderFile[] = [];
  // All at once: what takes time is the way to the browser's storage and back.
  const transaction = database.transaction(["texts", "files", "blobs"]);
  const [texts, files] = [transaction.objectStore("texts"), transaction.objectStore("files")];
  const [names, records, listed] = await Promise.all([
    texts.getAllKeys(keysOf(id)),
    texts.getAll(keysOf(id)),
    files.getAll(keysOf(id)),
  ]);
  const contents = await Promise.all(listed.map(({ md5 }) => transaction.objectStore("blobs").get(md5)));
  names.forEach(([, name], at) => name !== RESERVE && own.set(name, encoded(records[at]?.text ?? "")));
  for (const [at, { kind, path }] of listed.entries()) {
    const content = contents[at]?.content ?? new Blob();
    if (kind === "source" || kind === "resource") shared.push({ path, content });
    else own.set(path, content);
  }
  // A file that is kept as it was imported has its place already.
  if (!absent.includes("cout.txt") && !own.has("cout.txt")) own.set("cout.txt", await outputFile(database, id));
  if (!absent.includes("metrics.json") && !own.has("metrics.json"))
    own.set("metrics.json", await metricsFile(database, record, task));
  return [...Array.from(own, ([path, content]) => ({ path: `${id}/${path}`, content })), ...shared];
}

function encoded(text: string): Content {
  return new TextEncoder().encode(text);
}

async function outputFile(database: RunsDatabase, id: RunId): Promise<Content> {
  const output = new GrowingContent();
  let cursor = await database.transaction("output").store.openCursor(keysOf(id));
  for (; cursor !== null; cursor = await cursor.continue()) output.add(cursor.value.text);
  return output.end();
}

/** The points of one metric are in memory at a time. */
async function metricsFile(
  database: RunsDatabase,
  { id, strictJson = false }: RunRecord,
  task: LongTask,
): Promise<Content> {
  const names = await metricNames(database, id);
  const file = new GrowingContent();
  file.add(metricsText.begin);
  for (const [at, name] of names.entries()) {
    const blocks = (await database.getAll("metrics", keysOf(id, name))).map(pointsOf);
    for (const text of metricText(name, at, () => blocks, strictJson)) {
      file.add(text);
      await task.breathe();
    }
  }
  file.add(metricsText.end(names.length));
  return file.end();
}

async function metricNames(database: RunsDatabase, id: RunId): Promise<string[]> {
  const keys = await database.getAllKeys("metrics", keysOf(id));
  return [...new Set(keys.map(([, name]) => name))].sort(compareMetricNames);
}

/** metrics.json of points that are in memory. */
export function metricsJson(metrics: Readonly<Record<string, MetricSeries>>): string {
  const names = Object.keys(metrics).sort(compareMetricNames);
  const texts = names.flatMap((name, at) => {
    const series = metrics[name];
    return series === undefined ? [] : [...metricText(name, at, () => [pointsOf(series)], false)];
  });
  return [metricsText.begin, ...texts, metricsText.end(names.length)].join("");
}

function pointsOf({ steps, values, timestamps }: MetricSeries): PointColumns {
  return { steps, values, times: timestamps };
}
