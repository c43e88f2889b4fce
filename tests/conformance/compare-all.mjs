import * as internals from "sacred-ts/internals";
import { beginCase, endCases, transcriptHash } from "./compare/transcript.mjs";
import * as cli from "./kinds/cli.mjs";
import { config } from "./kinds/config.mjs";
import { path } from "./kinds/paths.mjs";
import * as seeding from "./kinds/seeding.mjs";
import * as text from "./kinds/text.mjs";
import { ruleFor } from "./rules.mjs";

/** What every host can compare. */
export const FILES = ["paths", "config", "seeding", "seeding_numpy", "cli", "text"];

function comparer(file, testCase, specs) {
  if (file === "paths") return path;
  if (file === "config") return config;
  const { kind } = testCase;
  const special = {
    updates: cli.updates(false),
    updates_strict: cli.updates(true),
    argv: cli.argv(specs),
    hierarchy: seeding.hierarchy(file === "seeding" ? "python" : "numpy"),
    hierarchy_legacy: seeding.hierarchy("numpy-legacy"),
  };
  return special[kind] ?? { seeding, seeding_numpy: seeding, cli, text }[file]?.[kind];
}

/**
 * Compares every case of some files of vectors. Gives a line for each file and kind, the differences, and one hash over all
 * that was compared and every host can have.
 *
 * @param read the vectors of a file, undefined if there is none
 * @param apart compares the cases of further files in some other place; undefined for the others
 * @param host "node" or "browser"
 */
export async function compareAll({ files, read, apart = () => undefined, host }) {
  const report = { rows: [], differences: [], rules: new Map(), passed: 0, failed: 0, excluded: 0, hash: "" };
  for (const file of files) {
    const vectors = await read(file);
    if (vectors === undefined) continue;
    const { cases } = vectors;
    const specs = new Map(cases.filter(({ kind }) => kind === "argv_spec").map(({ name, spec }) => [name, spec]));
    const rows = new Map();
    for (const [index, testCase] of cases.entries()) {
      const kind = testCase.kind ?? testCase.fn ?? file;
      const row = rows.get(kind) ?? { file, kind, passed: 0, failed: 0, excluded: 0 };
      rows.set(kind, row);
      const rule = ruleFor(testCase, internals, host);
      const compare = apart(file) ?? comparer(file, testCase, specs);
      const isEverywhere = FILES.includes(file) && ruleFor(testCase, internals, "browser") === undefined;
      beginCase(`${file} ${index}`, isEverywhere);
      const outcome = await compareCase({ file, testCase, compare, rule }, report);
      endCases();
      row[outcome]++;
      report[outcome]++;
    }
    report.rows.push(...rows.values());
  }
  report.hash = await transcriptHash();
  return report;
}

async function compareCase({ file, testCase, compare, rule }, report) {
  if (rule !== undefined) {
    const { name, reason } = rule;
    const { count } = report.rules.get(name) ?? { count: 0 };
    report.rules.set(name, { reason, count: count + 1 });
    return "excluded";
  }
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
