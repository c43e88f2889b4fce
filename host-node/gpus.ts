import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Dict } from "../core/values.ts";
import { askProgram } from "./ask-program.ts";

const PROGRAM = "nvidia-smi";

/** A driver that hangs must not hold up runs for ever. */
const TIMEOUT_MILLISECONDS = 10_000;

let answer: Promise<Dict | undefined> | undefined;

/**
 * The GPUs as nvidia-smi knows them, in the shape that Sacred stores: `driver_version`, and of each of `gpus` its
 * `model`, `total_memory` (MiB) and `persistence_mode`. Undefined where there are none. Asked once in a process: the
 * first answer of nvidia-smi can take seconds.
 */
export function gpuInfo(): Promise<Dict | undefined> {
  answer ??= isMissing(PROGRAM) ? Promise.resolve(undefined) : ask();
  return answer;
}

function ask(): Promise<Dict | undefined> {
  return askProgram({
    command: PROGRAM,
    args: ["-q", "-x"],
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  }).then((xml) => (xml === undefined ? undefined : parseNvidiaSmi(xml)));
}

/** On most machines it is: starting what isn't there takes 2 ms, looking for it none. Windows looks in other places, too. */
function isMissing(program: string): boolean {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return process.platform !== "win32" && !folders.some((folder) => existsSync(join(folder, program)));
}

/** nvidia-smi prints plain elements, one a line and without attributes that matter here. */
export function parseNvidiaSmi(xml: string): Dict | undefined {
  const log = element(xml, "nvidia_smi_log");
  if (log === undefined) return undefined;
  const gpus = [...log.matchAll(/<gpu\b[^>]*>([\s\S]*?)<\/gpu>/g)].map(([, gpu = ""]): Dict => ({
    model: element(gpu, "product_name") ?? "unknown",
    total_memory: totalMemory(gpu),
    persistence_mode: element(gpu, "persistence_mode") === "Enabled",
  }));
  const driver = element(log, "driver_version");
  return { gpus, ...(driver === undefined ? {} : { driver_version: driver }) };
}

/** A GPU that is shared out (MIG) tells its memory only of its parts. */
function totalMemory(gpu: string): number | null {
  const memory = element(element(gpu, "fb_memory_usage") ?? "", "total");
  const part = element(element(element(gpu, "mig_devices") ?? "", "fb_memory_usage") ?? "", "total");
  const megabytes = Number.parseInt(memory === "Insufficient Permissions" ? (part ?? "") : (memory ?? ""), 10);
  return Number.isNaN(megabytes) ? null : megabytes;
}

function element(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`)
    .exec(xml)?.[1]
    ?.trim()
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
