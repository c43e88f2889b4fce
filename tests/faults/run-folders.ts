import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LoggedPoints, readLog } from "../support/read-log.ts";

const asked = process.env["FAULT_KILLS"];

/** \`npm run faults\` asks for many, \`npm test\` is satisfied with a few. */
export const KILLS: number = Number(asked ?? 8);
/** The long versions of all faults. */
export const isThorough: boolean = asked !== undefined;
/** Another one every time where there is time for it; FAULT_SEED repeats one. */
export const SEED: number = Number(process.env["FAULT_SEED"] ?? (isThorough ? Date.now() % 1e6 : 1));

export function program(name: string): string {
  return fileURLToPath(new URL(`./programs/${name}`, import.meta.url));
}

/** Starts a program of this folder, and gathers the lines that it prints. */
export function start(
  name: string,
  ...args: string[]
): { readonly child: ChildProcess; readonly lines: readonly string[] } {
  // What a killed program leaves in its temporary folder goes with its runs.
  const env = { ...process.env, TMPDIR: args[0] };
  const child = spawn(process.execPath, [program(name), ...args], { stdio: ["ignore", "pipe", "inherit"], env });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return { child, lines };
}

/** What a program left behind: its exit code, its answer (the last line, JSON), and what it told the user. */
export interface Outcome {
  readonly code: number | null;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly told: string;
}

/** Runs a program of this folder to its end; with `faults` that module is loaded first. */
export async function outcome(
  name: string,
  args: readonly string[],
  {
    faults,
    nodeArgs = [],
    env = {},
    cwd = args[0],
  }: { faults?: string; nodeArgs?: readonly string[]; env?: Record<string, string>; cwd?: string } = {},
): Promise<Outcome> {
  const before = faults === undefined ? [] : ["--import", program(faults)];
  const child = spawn(process.execPath, [...nodeArgs, ...before, program(name), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
    cwd,
  });
  const streams = [child.stdout, child.stderr].map((stream) => {
    const parts: string[] = [];
    stream.setEncoding("utf8").on("data", (text: string) => void parts.push(text));
    return parts;
  });
  const [code]: (number | null)[] = await once(child, "close");
  const [out = "", told = ""] = streams.map((parts) => parts.join(""));
  const last = out.trimEnd().split("\n").at(-1) ?? "";
  return { code: code ?? null, answer: last.startsWith("{") ? JSON.parse(last) : {}, told };
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
export function loggedPoints(dir: string, metric: string): LoggedPoints {
  const { names, points } = readLog(readFileSync(join(dir, "metrics.log")));
  return points.get(names.indexOf(metric)) ?? { steps: [], values: [], times: [] };
}

/** Parses every JSON file of a run; throws if one isn't whole. Python's NaN and Infinity are read, too. */
export function parseAll(dir: string): string[] {
  const files = readdirSync(dir).filter((file) => file.endsWith(".json"));
  for (const file of files) {
    JSON.parse(readFileSync(join(dir, file), "utf8").replaceAll(/(?<=[\s,:[])(?:NaN|-?Infinity)/g, "null"));
  }
  return files;
}
