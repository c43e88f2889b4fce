import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;

/** A consumer's project that has the packed package and its dependencies, and nothing else of the repository. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sacred-consumer-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "sacred-ts"), { recursive: true });
  const npm = process.env["npm_execpath"];
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  await run(command, [...args, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  await run("tar", ["-xzf", join(folder, tarball), "--strip-components=1", "-C", join(modules, "sacred-ts")]);
  for (const name of ["es-module-lexer", "js-tokens", "json5", "yaml"])
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
  mkdirSync(join(modules, "@bjorn3"));
  symlinkSync(join(ROOT, "node_modules/@bjorn3/browser_wasi_shim"), join(modules, "@bjorn3/browser_wasi_shim"), "dir");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
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

test.each(["NodeNext", "Bundler"])("its types are found with module resolution %s", async (resolution) => {
  writeFileSync(
    join(folder, "types.ts"),
    `import { experiment, PythonRandom, type Run } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { parseValue } from "sacred-ts/internals";
import { runWasi, type WasiResult } from "sacred-ts/wasi";
const ex = experiment("typed", { observers: [new FileStorageObserver("runs")] }).config({ a: 1 });
export const twice: () => number = ex.capture(({ a }) => a * 2);
export const draw: number = new PythonRandom(1).random();
export const values: unknown = parseValue("1").value;
export type R = Run;
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
  const { stdout } = await run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), ...args], {
    cwd: folder,
  });
  expect(stdout).toBe("");
});
