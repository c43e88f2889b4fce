// The start of hello world with a folder observer over that of a bare Node.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median, row } from "./measure.mjs";

const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));
const hello = fileURLToPath(new URL("../examples/01_hello_world.mjs", import.meta.url));
const programs = { bare: ["-e", "0"], hello: [hello, "-F", folder] };
const ROUNDS = 15;

/** Wall time in milliseconds. */
function time(args) {
  const start = performance.now();
  spawnSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - start;
}

const walls = { bare: [], hello: [] };
for (let round = 0; round < ROUNDS + 1; round++) {
  for (const [name, args] of Object.entries(programs)) {
    const wall = time(args);
    if (round > 0) walls[name].push(wall);
  }
}
const bare = median(walls.bare);
const over = median(walls.hello) - bare;
row(
  "start of hello world with -F, over node -e 0",
  `${over.toFixed(0)} ms`,
  `limit 40 ms (bare: ${bare.toFixed(0)} ms, wall, median of ${ROUNDS})`,
);
rmSync(folder, { recursive: true, force: true });
