import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recoverRuns } from "../../observers/file-storage/index.ts";
import { inFolder, KILLS, loggedPoints, parseAll, SEED, start } from "./run-folders.ts";

const AT_ONCE = 4;
/** From before the first file to well into the run. */
const LATEST_KILL_MILLISECONDS = 2500;

/** Moments between 0 and 1, the same for the same seed (mulberry32). */
function moments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(
  `after kill -9 at ${KILLS} random moments (seed ${SEED}) every file is whole, every point older than a second is there, and all is recovered`,
  { timeout: 1_800_000 },
  async () => {
    const moment = moments(SEED);
    let [begun, survived] = [0, 0];
    const worker = async (): Promise<void> => {
      while (begun++ < KILLS) {
        await inFolder((folder) => killAt(folder, moment() * LATEST_KILL_MILLISECONDS));
        survived++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(survived).toBe(KILLS);
  },
);

async function killAt(folder: string, delay: number): Promise<void> {
  const { child, lines } = start("log-forever.mjs", folder);
  // The moment of the kill is the fault itself.
  await new Promise((resolve) => setTimeout(resolve, delay));
  const killed = Date.now();
  child.kill("SIGKILL");
  await once(child, "exit");
  const dir = join(folder, "1");
  const acknowledged = lastsUntil(lines, killed - 1000);
  if (existsSync(dir)) parseAll(dir);
  const { steps, values } = existsSync(join(dir, "metrics.log"))
    ? loggedPoints(dir, "loss")
    : { steps: [], values: [] };
  expect(steps).toEqual(steps.map((_, index) => index));
  expect(values).toEqual(steps.map((step) => step / 2));
  expect(steps.length, `the kill was after ${delay} ms`).toBeGreaterThan(acknowledged ?? -1);
  await recovered(folder, dir, steps.length, delay);
}

async function recovered(folder: string, dir: string, points: number, delay: number): Promise<void> {
  const { runs } = await recoverRuns(folder);
  if (!existsSync(join(dir, "run.json"))) return;
  expect(runs, `the kill was after ${delay} ms`).toMatchObject([{ id: "1", kind: "dead" }]);
  expect(parseAll(dir)).toEqual(expect.arrayContaining(["run.json", "metrics.json"]));
  expect(JSON.parse(readFileSync(join(dir, "run.json"), "utf8"))).toMatchObject({ status: "DEAD" });
  const metrics = JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8"));
  expect(metrics.loss?.values.length ?? 0).toBe(points);
  expect(readdirSync(dir).filter((file) => file.startsWith("."))).toEqual([]);
  expect(await recoverRuns(folder)).toMatchObject({ runs: [], swept: 0 });
}

/** The last step that was acknowledged before a time. */
function lastsUntil(lines: readonly string[], time: number): number | undefined {
  const before = lines.map((line) => line.split(" ").map(Number)).filter(([, at = 0]) => at < time);
  return before.at(-1)?.[0];
}

test.each([0, 2])(
  "three points, and a line printed to the descriptor, before a busy loop survive a kill in it (after %i other runs)",
  { timeout: 60_000 },
  async (before) => {
    await inFolder(async (folder) => {
      const dir = join(folder, String(before + 1));
      const { child, lines } = start("three-points.mjs", folder, String(before));
      while (lines.length === 0) await once(child.stdout ?? child, "data");
      // The promise is that a point is stored within a second.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(loggedPoints(dir, "loss")).toMatchObject({ steps: [0, 1, 2], values: [1, 0.5, 0.25] });
      // No heartbeat has stored the line: it is in the file that the capture has left.
      expect(readFileSync(join(dir, "cout.txt"), "utf8")).not.toContain("logged\n");
      await recoverRuns(folder);
      expect(readFileSync(join(dir, "cout.txt"), "utf8")).toContain("logged\n");
    });
  },
);

test("kill -9 while metrics.json is written anew loses no point that is older than a second", async () => {
  await inFolder(async (folder) => {
    const { child, lines } = start("log-long.mjs", folder);
    const dir = join(folder, "1");
    const isRewriting = (): boolean =>
      existsSync(dir) && readdirSync(dir).some((file) => /^\.metrics\.json\..*\.tmp$/.test(file));
    await expect.poll(isRewriting, { interval: 5, timeout: 60_000 }).toBe(true);
    // It takes seconds; the kill comes when points have been logged for one of them.
    const began = Date.now();
    await expect.poll(() => Date.now() - began, { interval: 50 }).toBeGreaterThan(1500);
    const killed = Date.now();
    child.kill("SIGKILL");
    await once(child, "exit");
    const { steps } = loggedPoints(dir, "slow");
    expect(steps).toEqual(steps.map((_, index) => index));
    expect(steps.length).toBeGreaterThan(lastsUntil(lines, killed - 1000) ?? -1);
  });
});
