import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const path = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

test("the Wasm core imports nothing", () => {
  const module = new WebAssembly.Module(readFileSync(path("dist/core.wasm")));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});

test("the core and the entry for browsers stay within their sizes", async () => {
  const { LIMITS }: { LIMITS: { what: string; bytes(): number; limit: number }[] } = await import(
    path("scripts/sizes.mjs")
  );
  const over = LIMITS.filter(({ bytes, limit }) => bytes() > limit);
  expect(over.map(({ what }) => what)).toEqual([]);
});

test("both hosts export the same names", async () => {
  const node = await import(path("dist/node/index.js"));
  const browser = await import(path("dist/browser/index.js"));
  expect(Object.keys(browser).sort()).toEqual(Object.keys(node).sort());
});

test("hello world loads at most 8 modules", async () => {
  const hook = `data:text/javascript,${encodeURIComponent(
    // At once: what a thread prints by way of the main one can be lost when the process ends.
    'import { writeSync } from "node:fs"; export async function load(url, context, next) { if (!url.startsWith("node:")) writeSync(2, "LOADED " + url + "\\n"); return next(url, context); }',
  )}`;
  const register = `data:text/javascript,${encodeURIComponent(
    `import { register } from "node:module"; register(${JSON.stringify(hook)});`,
  )}`;
  const { stdout, stderr } = await run(process.execPath, ["--import", register, path("examples/01_hello_world.mjs")]);
  expect(stdout).toBe("Hello world!\n");
  const loaded = stderr.split("\n").filter((line) => line.startsWith("LOADED "));
  expect(loaded.length).toBeGreaterThan(1);
  expect(loaded.slice(8)).toEqual([]);
});

test("the package can be required and imported by its own name", async () => {
  const script = 'import("sacred-ts").then((all) => console.log(typeof all.experiment))';
  const { stdout } = await run(process.execPath, ["-e", script], { cwd: path(".") });
  expect(stdout).toBe("function\n");
});
