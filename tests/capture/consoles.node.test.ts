import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

// Test runners put a console of their own in the place of the process's: what it prints passes none of the process's streams.

const VITEST = fileURLToPath(new URL("../../node_modules/vitest", import.meta.url));
const EXPERIMENT = `import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
export const ex = experiment("printing", { observers: [new FileStorageObserver("runs")] });
ex.main(() => {
  console.log("by console.log");
  console.error("by console.error");
  console.table([{ entry: 1 }]);
  process.stdout.write("by the stream\\n");
});
`;
const tested = (runner: string): string => `import { test } from "${runner}";
import { ex } from "./printing.mjs";
test("prints", async () => {
  await ex.run({ options: { "--id": process.env.RUN } });
  console.log("afterwards");
});
`;
const program = (console: string, capture: string): string => `import { Console } from "node:console";
import { Writable } from "node:stream";
import { ex } from "./printing.mjs";
globalThis.console = ${console};
await ex.run({ options: { ${capture} "--id": process.argv[2] } });
`;
const OTHER = "new Console(new Writable({ write: (chunk, encoding, done) => done() }))";

let consumer: Consumer;
beforeAll(() => {
  consumer = new Consumer({
    "printing.mjs": EXPERIMENT,
    "vitest.test.mjs": tested("vitest"),
    "by-node.mjs": tested("node:test"),
    "other.mjs": program(OTHER, ""),
    "chosen.mjs": program(OTHER, '"--capture": "fd",'),
    "silent.mjs": program("{ ...console, log() {}, error() {}, table() {} }", ""),
    "silent-sys.mjs": program("{ ...console, log() {}, error() {}, table() {} }", '"--capture": "sys",'),
  });
  symlinkSync(VITEST, join(consumer.folder, "node_modules", "vitest"), "junction");
});
afterAll(() => consumer.remove());

const ALL = /by console\.log\n[^]*entry[^]*by the stream\n/;

test.each([
  ["vitest-forks", ["node_modules/vitest/vitest.mjs", "run", "--pool", "forks", "--root", "."]],
  ["vitest-threads", ["node_modules/vitest/vitest.mjs", "run", "--pool", "threads", "--root", "."]],
  ["node-test", ["--test", "by-node.mjs"]],
  ["other", ["other.mjs", "other"]],
])("what console prints in a run under %s is stored", async (id, args) => {
  // As a user starts it: nothing says that this is a test already.
  const names = new Set([
    "VITEST",
    "NODE_ENV",
    "NODE_TEST_CONTEXT",
    "VITEST_WORKER_ID",
    "VITEST_POOL_ID",
    "VITEST_MODE",
  ]);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.has(name)));
  const { code, stdout } = await consumer.runIn({ ...env, RUN: id }, ...args);
  expect(stdout).not.toContain("failed");
  expect(code).toBe(0);
  const output = consumer.read(`runs/${id}/cout.txt`);
  expect(output).toMatch(ALL);
  expect(output).toContain("by console.error\n");
  expect(output).not.toContain("afterwards");
});

test.each([
  ["chosen", "a test runner has another console), and isn't captured"],
  ["silent", "a test runner has another console), and isn't captured"],
  ["silent-sys", "a test runner has another console), and isn't captured"],
])("where console can't be captured (%s), a warning says so", async (id, warning) => {
  const { stderr } = await consumer.run(`${id}.mjs`, id);
  expect(stderr).toContain(warning);
  expect(consumer.read(`runs/${id}/cout.txt`)).toContain("by the stream\n");
});
