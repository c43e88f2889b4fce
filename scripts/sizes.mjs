import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMITS = [
  { what: "core.wasm", bytes: () => statSync("dist/core.wasm").size, limit: 32_000 },
  { what: "browser entry, gzip", bytes: () => gzipped("dist/browser/index.js"), limit: 45_000 },
];

/** Prints the sizes that users pay for; a build that exceeds a limit fails. */
export function reportSizes() {
  for (const { what, bytes, limit } of LIMITS) {
    const size = bytes();
    console.log(`${what}: ${(size / 1000).toFixed(1)} kB (limit ${limit / 1000} kB)`);
    if (size > limit) {
      console.error(`${what} is larger than its limit.`);
      process.exitCode = 1;
    }
  }
}

/** An entry with the chunks that it imports statically. */
function gzipped(entry) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, imported] of readFileSync(file, "utf8").matchAll(/^(?:import|export)[^"]*?"(\.{1,2}\/[^"]+)";$/gm)) {
      visit(join(dirname(file), imported));
    }
  };
  visit(entry);
  return gzipSync(Buffer.concat([...seen].map((file) => readFileSync(file)))).length;
}
