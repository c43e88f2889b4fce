import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import * as internals from "sacred-ts/internals";
import { config } from "./kinds/config.mjs";
import * as cli from "./kinds/cli.mjs";
import { path } from "./kinds/paths.mjs";
import * as seeding from "./kinds/seeding.mjs";
import * as text from "./kinds/text.mjs";
import { RULES } from "./rules.mjs";

const FILES = ["paths", "config", "seeding", "seeding_numpy", "cli", "text"];
/** What these hold prints, captures and stores: a process of its own compares it. */
const APART = ["lifecycle", "storage/index", "storage/file_storage_options", "storage/metrics"];

function comparer(file, testCase, specs, folder) {
  if (APART.includes(file)) return (apart) => inChild({ file, testCase: apart, vectors: join(folder, "storage") });
  if (file === "paths") return path;
  if (file === "config") return config;
  const { kind } = testCase;
  const hierarchy = {
    hierarchy: seeding.hierarchy(file === "seeding" ? "python" : "numpy"),
    hierarchy_legacy: seeding.hierarchy("numpy-legacy"),
  };
  const special = {
    updates: cli.updates(false),
    updates_strict: cli.updates(true),
    argv: cli.argv(specs),
    ...hierarchy,
  };
  return special[kind] ?? { seeding, seeding_numpy: seeding, cli, text }[file][kind];
}

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

/** Compares every case of a folder of vectors. Gives a line for each file and kind, and the differences. */
export async function runConformance(folder) {
  const report = { rows: [], differences: [], rules: new Map(), passed: 0, failed: 0, excluded: 0 };
  for (const file of [...FILES, ...APART].filter((name) => existsSync(join(folder, `${name}.json`)))) {
    const { cases } = JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8"));
    const specs = new Map(cases.filter(({ kind }) => kind === "argv_spec").map(({ name, spec }) => [name, spec]));
    const rows = new Map();
    for (const testCase of cases) {
      const kind = testCase.kind ?? testCase.fn ?? file;
      const row = rows.get(kind) ?? { file, kind, passed: 0, failed: 0, excluded: 0 };
      rows.set(kind, row);
      const outcome = await compareCase(file, testCase, specs, report, folder);
      row[outcome]++;
      report[outcome]++;
    }
    report.rows.push(...rows.values());
  }
  child?.disconnect();
  child = undefined;
  return report;
}

async function compareCase(file, testCase, specs, report, folder) {
  const rule = RULES.find(({ applies }) => applies(testCase, internals));
  if (rule !== undefined) {
    report.rules.set(rule, (report.rules.get(rule) ?? 0) + 1);
    return "excluded";
  }
  const compare = comparer(file, testCase, specs, folder);
  let difference;
  try {
    difference =
      compare === undefined
        ? `there is nothing that compares cases of the kind ${testCase.kind}`
        : await compare(testCase);
  } catch (error) {
    difference = `the comparison failed: ${error.stack}`;
  }
  if (difference === undefined) return "passed";
  report.differences.push({ file, testCase, difference });
  return "failed";
}
