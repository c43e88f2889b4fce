import { execFile } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packedConsumer } from "../support/packed-consumer.ts";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await packedConsumer(["@bjorn3/browser_wasi_shim", "es-module-lexer", "js-tokens", "json5", "yaml"]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the packed package runs an experiment and stores it", async () => {
  writeFileSync(
    join(folder, "main.mjs"),
    `import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
const ex = experiment("packed", { observers: [new FileStorageObserver("runs")] }).config({ a: 1 });
ex.main(({ a, _run, _rnd }) => { _run.logScalar("x", a); return _rnd.randint(1, 100); });
const run = await ex.run({ configUpdates: { seed: 1 }, options: { loglevel: "ERROR" } });
console.log(run.status, run.result);`,
  );
  const { stdout } = await run(process.execPath, ["main.mjs"], { cwd: folder });
  expect(stdout).toMatch(/^COMPLETED \d+\n$/);
  expect(readdirSync(join(folder, "runs", "1"))).toContain("metrics.json");
});

test.each([
  ["NodeNext", "typescript"],
  ["Bundler", "typescript"],
  ["NodeNext", "typescript7"],
  ["Bundler", "typescript7"],
])("its types are found with module resolution %s by %s", async (resolution, compiler) => {
  writeFileSync(
    join(folder, "types.ts"),
    `import { experiment, PythonRandom, type Run } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { parseValue } from "sacred-ts/internals";
import { runWasi, type WasiResult } from "sacred-ts/wasi";
import { logFileWriter } from "sacred-ts/tensorflow";
const ex = experiment("typed", { observers: [new FileStorageObserver("runs")] }).config({ a: 1 });
export const twice: () => number = ex.capture(({ a }) => a * 2);
export const draw: number = new PythonRandom(1).random();
export const values: unknown = parseValue("1").value;
export type R = Run;
export const tensorflow: typeof logFileWriter = logFileWriter;
export const program = (): Promise<WasiResult> => runWasi("program.wasm", { args: ["one"], files: { "in.txt": "text" } });
`,
  );
  const module = resolution === "NodeNext" ? "NodeNext" : "ESNext";
  const args = [
    "--noEmit",
    "--strict",
    "--target",
    "ES2023",
    "--module",
    module,
    "--moduleResolution",
    resolution,
    "types.ts",
  ];
  const { stdout } = await run(process.execPath, [join(ROOT, `node_modules/${compiler}/bin/tsc`), ...args], {
    cwd: folder,
  });
  expect(stdout).toBe("");
});
