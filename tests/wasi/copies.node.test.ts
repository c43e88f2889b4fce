import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

test("the file for browsers that runs programs finds the run of the other file", async () => {
  // Two files that share nothing; neither needs more of a page here than what it is called and where it is.
  const consumer = new Consumer({
    "main.mjs": `import { readFileSync } from "node:fs";
globalThis.location = new URL("http://localhost/");
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "test", hardwareConcurrency: 1 } });
const { Experiment, RunObserver } = await import(${JSON.stringify(at("dist/browser/index.js"))});
const { runWasi } = await import(${JSON.stringify(at("dist/browser/wasi.js"))});
const trouble = new WebAssembly.Module(readFileSync(${JSON.stringify(at("host-browser/wasi/programs/trouble.wasm"))}));
const artifacts = [];
class Names extends RunObserver {
  artifactEvent({ name }) { artifacts.push(name); }
}
const ex = new Experiment("copies", { interactive: true, observers: [new Names()] });
ex.main({ name: "main" }, async () => {
  await runWasi(trouble, { args: ["write", "1"] });
  return (await runWasi(trouble, { args: ["random"] })).stdout;
});
const options = { loglevel: "CRITICAL", capture: "no" };
const { result } = await ex.run({ configUpdates: { seed: 5 }, options });
console.log("RESULT " + JSON.stringify({ result, artifacts }));
`,
  });
  try {
    const { stdout, stderr } = await consumer.run("main.mjs");
    expect(stderr).toBe("");
    // python3 -c 'import random; print(random.Random((2 << 64) + 5).randbytes(12).hex())'
    expect(stdout).toContain('RESULT {"result":"f07a4494a5b43eb8242e3183","artifacts":["big.bin"]}');
  } finally {
    consumer.remove();
  }
});
