import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { runWasi, type WasiOptions, type WasiResult } from "../../host-node/wasi/index.ts";

const run = promisify(execFile);
const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const build = at("host-browser/wasi/programs/build.sh");
const folder = mkdtempSync(join(tmpdir(), "sacred-programs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Debian's clang finds wasi-libc and its own runtime where they are installed. */
function compilesC(): boolean {
  const probe = ["--target=wasm32-wasi", "-x", "c", "-", "-o", join(folder, "probe.wasm")];
  return spawnSync("clang", probe, { input: "#include <stdio.h>\nint main(void) { return 0; }\n" }).status === 0;
}
const hasClang = compilesC();
if (!hasClang)
  console.warn("\nNo clang with wasi-libc: the checked-in programs aren't compared with their sources in C.\n");

const SURVEY: WasiOptions = {
  args: ["a"],
  env: { LEVEL: "1" },
  stdin: "x\n",
  files: { data: { "numbers.txt": "1 2", "log.txt": "" } },
};
const both = (built: string, kept: string, options: WasiOptions): Promise<WasiResult[]> =>
  Promise.all([runWasi(join(folder, built), options), runWasi(at(kept), options)]);

test.skipIf(!hasClang)("the checked-in C programs do what their sources say", async () => {
  await run(build, ["c", folder]);
  for (const [name, options] of [
    ["survey", SURVEY],
    ["trouble", { args: ["random"], seed: 1 }],
    ["trouble", { args: ["files"], files: { "gone.txt": "" } }],
    ["library", { invoke: ({ twice }) => (typeof twice === "function" ? twice(4) : undefined) }],
  ] satisfies [string, WasiOptions][]) {
    const [built, kept] = await both(`${name}.wasm`, `host-browser/wasi/programs/${name}.wasm`, options);
    expect(built).toEqual(kept);
  }
});

test("the checked-in AssemblyScript program is what its source gives", async () => {
  await run(build, ["assembly", folder]);
  expect(readFileSync(join(folder, "estimate.wasm")).equals(readFileSync(at("examples/wasi/estimate.wasm")))).toBe(
    true,
  );
});
