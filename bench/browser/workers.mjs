import { median, row } from "../measure.mjs";

const ROUNDS = 15;
const MILLION = 1e6;

/** Runs in workers, side by side with what a page can do without the package. */
export async function measure(page) {
  const runs = [];
  const workers = [];
  for (let round = 0; round <= ROUNDS; round++) {
    workers.push(await page.evaluate("bench.startOfWorker()"));
    runs.push(await page.evaluate("bench.startOfRun()"));
  }
  // The first ones fill the browser's cache.
  const bare = median(workers.slice(1));
  row(
    "start of a run in a worker",
    `${median(runs.slice(1)).toFixed(0)} ms`,
    `limit 80 ms (bare worker: ${bare.toFixed(0)} ms)`,
  );

  const shown = (rate) => `${(rate / MILLION).toFixed(1)} M/s`;
  await page.evaluate("bench.pointsOfRun(1e6)");
  const { rate, skipped } = await page.evaluate("bench.pointsOfRun(4e6)");
  const columns = await page.evaluate("bench.pointsPlain(4e6, 1e5)");
  const records = await page.evaluate("bench.pointsPlain(2e5, 1)");
  row("points from worker to page", shown(rate), `limit 5 M/s${skipped > 0 ? `; ${skipped} were skipped` : ""}`);
  row("… over postMessage of columns", (rate / columns).toFixed(2), `${shown(columns)}`);
  row("… over one record a point", (rate / records).toFixed(1), `${shown(records)}`);

  const idle = await page.evaluate("bench.frames(false)");
  const busy = await page.evaluate("bench.frames(true)");
  const longest = ({ longest: milliseconds }) => `longest ${milliseconds.toFixed(0)} ms`;
  row(
    "frames a second while a run logs all it can",
    busy.rate.toFixed(1),
    `limit 60 (${longest(busy)}; idle: ${idle.rate.toFixed(1)}, ${longest(idle)})`,
  );
}
