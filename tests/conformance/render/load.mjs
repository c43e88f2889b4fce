import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { renderModule } from "./module.mjs";

// Inside the package, so that it is found by its own name.
const folder = mkdtempSync(join(fileURLToPath(new URL("../../..", import.meta.url)), "dist", "conformance-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const support = new URL("./support.mjs", import.meta.url).href;
let count = 0;

/** Renders a spec and imports it, each time anew. `callable`: no function misses a value. */
export async function loadSpec(spec, { callable = false } = {}) {
  const file = join(folder, `case-${count++}.mjs`);
  writeFileSync(file, renderModule(spec, support, callable));
  return import(pathToFileURL(file).href);
}
