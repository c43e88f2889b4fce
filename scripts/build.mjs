// Builds everything: the Wasm core, the modules generated from it, dist/ (one bundle per entry) and its declarations.
//   node scripts/build.mjs          all of it
//   node scripts/build.mjs --wasm   only what the sources need to be run by the tests
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { bundleNode } from "./bundle.mjs";
import { bundleBrowser } from "./bundle-browser.mjs";
import { bundleStandalone } from "./bundle-standalone.mjs";
import { emitDeclarations } from "./declarations.mjs";
import { generateThreads } from "./threads.mjs";
import { reportSizes } from "./sizes.mjs";
import { buildWasm } from "./wasm.mjs";

await step("wasm", buildWasm);
await step("threads", generateThreads);
if (!process.argv.includes("--wasm")) {
  // Built aside and swapped in at the end: whoever uses dist/ meanwhile sees the old one or the new one.
  const staging = `dist-${process.pid}`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging);
  try {
    await step("node", () => bundleNode(`${staging}/node`));
    await step("browser", () => bundleBrowser(`${staging}/browser`));
    await step("alone", () => bundleStandalone(`${staging}/browser`));
    await step("types", () => emitDeclarations(`${staging}/types`));
    cpSync("core/generated/core.wasm", `${staging}/core.wasm`);
    const old = `${staging}-old`;
    if (existsSync("dist")) renameSync("dist", old);
    renameSync(staging, "dist");
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  reportSizes();
}

async function step(name, work) {
  const start = performance.now();
  const note = await work();
  console.log(`${name.padEnd(8)} ${(performance.now() - start).toFixed(0).padStart(6)} ms${note ? `  ${note}` : ""}`);
}
