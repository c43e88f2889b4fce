import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

export const LIMITS = [
  { what: "core.wasm", bytes: () => statSync("dist/core.wasm").size, limit: 32_000 },
  { what: "browser entry, gzip", bytes: () => gzipped("dist/browser/index.js"), limit: 46_000 },
  { what: "standalone file, gzip", bytes: () => gzipped("dist/browser/standalone.js"), limit: 91_000 },
  {
    what: "standalone file for IndexedDB, gzip",
    bytes: () => gzipped("dist/browser/standalone-indexeddb.js"),
    limit: 32_000,
  },
];

/** Prints the sizes that users pay for, and says where one is over its limit. */
export function reportSizes() {
  for (const { what, bytes, limit } of LIMITS) {
    const size = bytes();
    const verdict = size > limit ? "OVER its limit of" : "limit";
    console.log(`${what}: ${(size / 1000).toFixed(1)} kB (${verdict} ${limit / 1000} kB)`);
  }
}

/** An entry with the chunks that it imports statically. */
function gzipped(entry) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, imported] of readFileSync(file, "utf8").matchAll(
      /(?:^|[;}\s])(?:import|export)[^"'();]*?from\s*"(\.{1,2}\/[^"]+)"/g,
    )) {
      visit(join(dirname(file), imported));
    }
  };
  visit(entry);
  return gzipSync(Buffer.concat([...seen].map((file) => readFileSync(file)))).length;
}
