import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A large experiment: so many entries in so many scopes, ingredients, and captured functions. */
function largeExperiment(entries: number, layers: number, ingredients: number, captures: number): string {
  const names = (layer: number): string[] =>
    Array.from({ length: Math.ceil(entries / layers) }, (_, i) => `e${layer}_${i}: ${i}, t${layer}_${i}: "text"`);
  const parts = Array.from(
    { length: ingredients },
    (_, i) => `const i${i} = ingredient("part${i}").config({ x: ${i}, y: "y", z: { w: [1] } });`,
  );
  const chain = Array.from({ length: layers }, (_, layer) => `  .config({ ${names(layer).join(", ")} })`);
  const used = Array.from({ length: ingredients }, (_, i) => `i${i}`).join(", ");
  const functions = Array.from(
    { length: captures },
    (_, i) =>
      `export const f${i} = ex.capture(({ e${i % layers}_0, part${i % ingredients}: { x }, _rnd }, n: number) => e${i % layers}_0 + x + n + _rnd.random());`,
  );
  return [
    `import { experiment, ingredient } from "../host-node/index.ts";`,
    ...parts,
    `const ex = experiment("large", { ingredients: [${used}] })\n${chain.join("\n")};`,
    ...functions,
  ].join("\n");
}

test("a large experiment is cheap to check", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(ROOT, ".cache-types-"));
  try {
    writeFileSync(join(folder, "large.ts"), largeExperiment(100, 14, 8, 60));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../tsconfig.json",
        compilerOptions: { rootDir: ".." },
        include: ["large.ts"],
        exclude: [],
      }),
    );
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [
      compiler,
      "-p",
      join(folder, "tsconfig.json"),
      "--extendedDiagnostics",
    ]);
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(stdout)?.[1]);
    expect(instantiations).toBeGreaterThan(1000);
    expect(instantiations).toBeLessThan(400_000);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
