import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMetricLog } from "../../core/record/metric-log.ts";

export function program(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
}

/** Calls `work` with a new folder, which is removed afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sacred-faults-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The points of a metric that a run's log holds. */
export function loggedPoints(dir: string, metric: string): { steps: number[]; values: number[]; times: number[] } {
  const { names, blocks } = readMetricLog(readFileSync(join(dir, "metrics.log")));
  const own = blocks.filter((block) => names[block.metric] === metric);
  return {
    steps: own.flatMap(({ columns }) => [...columns.steps]),
    values: own.flatMap(({ columns }) => [...columns.values]),
    times: own.flatMap(({ columns }) => [...columns.times]),
  };
}

/** Parses every JSON file of a run; throws if one isn't whole. Python's NaN and Infinity are read, too. */
export function parseAll(dir: string): string[] {
  const files = readdirSync(dir).filter((file) => file.endsWith(".json"));
  for (const file of files) {
    JSON.parse(readFileSync(join(dir, file), "utf8").replaceAll(/(?<=[\s,:[])(?:NaN|-?Infinity)/g, "null"));
  }
  return files;
}
