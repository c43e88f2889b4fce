import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join, resolve } from "node:path";
import { compareAll, FILES } from "./compare-all.mjs";

/** What these hold prints, captures and stores: a process of its own compares it. */
const APART = ["lifecycle", "storage/index", "storage/file_storage_options", "storage/metrics"];

let child;

/** Lets a process of its own compare a case that prints. */
async function inChild(message) {
  child ??= fork(fileURLToPath(new URL("./child.mjs", import.meta.url)), { silent: true });
  child.stdout.resume();
  child.stderr.resume();
  const settled = new AbortController();
  const { signal } = settled;
  child.send(message);
  const ended = once(child, "exit", { signal }).then(() => [{ difference: "the process that compares it ended" }]);
  ended.catch(() => undefined);
  const [{ difference }] = await Promise.race([once(child, "message", { signal }), ended]);
  settled.abort();
  return difference;
}

/** The vectors of a file in a folder; undefined if there are none. */
export function readVectors(folder, file) {
  const path = join(folder, `${file}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Compares every case of a folder of vectors on Node. */
export async function runConformance(given) {
  const folder = resolve(given);
  const vectors = join(folder, "storage");
  const report = await compareAll({
    files: [...FILES, ...APART],
    read: (file) => readVectors(folder, file),
    apart: (file) => (APART.includes(file) ? (testCase) => inChild({ file, testCase, vectors }) : undefined),
    host: "node",
  });
  child?.disconnect();
  child = undefined;
  return report;
}
