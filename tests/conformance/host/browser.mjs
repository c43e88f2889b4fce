// The same as node.mjs in a page: modules are put to the server and imported from it, the console is what is printed to.
import { renderModule } from "../render/module.mjs";

let count = 0;

/** Renders a spec and imports it, each time anew. `callable`: no function misses a value. */
export async function loadSpec(spec, { callable = false } = {}) {
  const address = new URL(`/cases/case-${count++}.mjs`, location.href).href;
  await fetch(address, { method: "PUT", body: renderModule(spec, "/support.mjs", callable) });
  return import(address);
}

/** Without the command line's own output. There is no exit code: what is printed as an error is one. */
export async function silently(work) {
  const { log, error } = console;
  const out = [];
  const err = [];
  console.log = (text) => void out.push(`${text}\n`);
  console.error = (text) => void err.push(`${text}\n`);
  try {
    await work();
  } finally {
    Object.assign(console, { log, error });
  }
  return { stdout: out.join(""), stderr: err.join(""), code: err.length === 0 ? 0 : 2 };
}

/** The console of a page gets no colours: the same text with them, which `format` makes. */
export function inColours(stdout, format) {
  const coloured = format();
  // oxlint-disable-next-line no-control-regex -- escape codes are what is taken out
  const bare = coloured.replaceAll(/\u001b\[\d+m/g, "");
  if (bare !== stdout) throw new Error(`Without colours there was printed:\n${stdout}\ninstead of:\n${bare}`);
  return coloured;
}

/** There are no files: cases that leave some are left out by a rule. */
export function filesLeftBy() {
  throw new Error("A page has no working folder.");
}
