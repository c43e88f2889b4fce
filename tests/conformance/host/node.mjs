// What comparing needs of Node: modules in files, streams, folders. The browser's is browser.mjs.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderModule } from "../render/module.mjs";

// Inside the package, so that it is found by its own name.
const folder = mkdtempSync(join(fileURLToPath(new URL("../../..", import.meta.url)), "dist", "conformance-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const support = new URL("../render/support.mjs", import.meta.url).href;
let count = 0;

/** Renders a spec and imports it, each time anew. `callable`: no function misses a value. */
export async function loadSpec(spec, { callable = false } = {}) {
  const file = join(folder, `case-${count++}.mjs`);
  writeFileSync(file, renderModule(spec, support, callable));
  return import(pathToFileURL(file).href);
}

/** Without the command line's own output, and without its effect on our exit code. */
export async function silently(work) {
  const streams = [process.stdout, process.stderr];
  const originals = streams.map((stream) => stream.write);
  const written = [];
  let code = 0;
  for (const stream of streams)
    stream.write = (text) => (written.push([stream === process.stdout ? "out" : "err", String(text)]), true);
  process.env.FORCE_COLOR = "1";
  try {
    await work();
    code = process.exitCode ?? 0;
  } finally {
    streams.forEach((stream, index) => (stream.write = originals[index]));
    process.exitCode = 0;
  }
  const of = (name) =>
    written
      .filter(([stream]) => stream === name)
      .map(([, text]) => text)
      .join("");
  return { stdout: of("out"), stderr: of("err"), code };
}

/** What was printed, with colours. */
export function inColours(stdout) {
  return stdout;
}

/** The files that `work` leaves in an empty working folder. */
export async function filesLeftBy(work) {
  const before = process.cwd();
  const empty = mkdtempSync(join(tmpdir(), "sacred-conformance-"));
  process.chdir(empty);
  try {
    await work();
    return Object.fromEntries(readdirSync(empty).map((file) => [file, readFileSync(join(empty, file), "utf8")]));
  } finally {
    process.chdir(before);
    rmSync(empty, { recursive: true, force: true });
  }
}
