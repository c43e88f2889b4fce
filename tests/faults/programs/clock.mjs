// The clock goes back by an hour in the middle of a run, which then keeps the event loop busy until heartbeats of the helper
// thread have been seen.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { round, runIn } from "./storage-scenario.mjs";

const folder = process.argv[2];
const beat = () => JSON.parse(readFileSync(join(folder, "1", "run.json"), "utf8")).heartbeat;

await runIn(
  folder,
  async ({ _run }) => {
    await round(_run, 0, 1500);
    globalThis.setClockBack();
    await round(_run, 1500, 1500);
    const beats = new Set([beat()]);
    for (const end = performance.now() + 20_000; beats.size < 3 && performance.now() < end;) beats.add(beat());
    return [...beats];
  },
  { "--beat-interval": 0.1 },
);
