import type { PointColumns } from "../../../core/record/metric-log.ts";
import { compareMetricNames, metricsText, metricText } from "../../../core/record/metrics-text.ts";
import type { MetricSeries } from "../../../core/metrics/series-of.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { RESERVE } from "../database/reserve.ts";
import { keysOf, type RunRecord, type RunsDatabase } from "../database/schema.ts";

/** A file of an export, its path below the folder of all runs. */
export interface FolderFile {
  readonly path: string;
  readonly content: Blob;
}

/** The files of a run as FileStorageObserver writes them, with what its sources and resources have in common with others. */
export async function runFolder(database: RunsDatabase, record: RunRecord): Promise<FolderFile[]> {
  const { id, entry, absent = [] } = record;
  const own = new Map<string, Blob>([["run.json", new Blob([entry])]]);
  const shared: FolderFile[] = [];
  const texts = database.transaction("texts").store;
  const [names, records] = await Promise.all([texts.getAllKeys(keysOf(id)), texts.getAll(keysOf(id))]);
  names.forEach(([, name], at) => name !== RESERVE && own.set(name, new Blob([records[at]?.text ?? ""])));
  const files = await database.getAll("files", keysOf(id));
  for (const { kind, path, md5 } of files) {
    const content = (await database.get("blobs", md5))?.content ?? new Blob([]);
    if (kind === "source" || kind === "resource") shared.push({ path, content });
    else own.set(path, content);
  }
  // A file that is kept as it was imported has its place already.
  if (!absent.includes("cout.txt") && !own.has("cout.txt")) own.set("cout.txt", await outputFile(database, id));
  if (!absent.includes("metrics.json") && !own.has("metrics.json"))
    own.set("metrics.json", await metricsFile(database, id, record.strictJson ?? false));
  return [...Array.from(own, ([path, content]) => ({ path: `${id}/${path}`, content })), ...shared];
}

async function outputFile(database: RunsDatabase, id: RunId): Promise<Blob> {
  const pieces = await database.getAll("output", keysOf(id));
  return new Blob(pieces.map(({ text }) => text));
}

/** metric by metric: the points of one are in memory at a time, and the text is the browser's to keep. */
async function metricsFile(database: RunsDatabase, id: RunId, strict: boolean): Promise<Blob> {
  const names = await metricNames(database, id);
  const parts: Blob[] = [];
  for (const [at, name] of names.entries()) {
    const chunks = await database.getAll("metrics", keysOf(id, name));
    parts.push(new Blob([...metricText(name, at, () => chunks.map(pointsOf), strict)]));
  }
  return new Blob([metricsText.begin, ...parts, metricsText.end(names.length)]);
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
