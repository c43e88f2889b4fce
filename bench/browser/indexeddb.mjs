import { median, row } from "../measure.mjs";

const RUNS = 10_000;
const LISTED = 50;
const ROUNDS = 15;
const MILLION = 1e6;

/** Runs in IndexedDB, side by side with what a page can do without the package. */
export async function measure(page) {
  await page.evaluate("bench.pointsOfRun(1e5)");
  const rates = { page: [], worker: [] };
  for (let round = 0; round < 3; round++) {
    rates.page.push(await page.evaluate("bench.pointsOfRun(4e6)"));
    rates.worker.push(await page.evaluate("bench.pointsOfWorker(4e6)"));
  }
  const records = await page.evaluate("bench.pointsPlain(5e4)");
  for (const [where, measured] of Object.entries(rates)) {
    const rate = median(measured);
    row(`points into IndexedDB, by a run of a ${where}`, `${(rate / MILLION).toFixed(1)} M/s`, "limit 1 M/s");
    row("… over one record a point", (rate / records).toFixed(0), `${(records / 1000).toFixed(0)} k/s`);
  }

  const database = await page.evaluate(`bench.makeRuns(${RUNS})`);
  const times = { open: [], opening: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.open.push(await page.evaluate(`bench.list("${database}", ${LISTED}, true)`));
    times.opening.push(await page.evaluate(`bench.list("${database}", ${LISTED}, false)`));
  }
  row(
    `newest ${LISTED} of ${RUNS} runs listed`,
    `${median(times.open).toFixed(1)} ms`,
    `limit 20 ms (with the opening of the database: ${median(times.opening).toFixed(1)} ms)`,
  );
  await page.evaluate(`bench.drop("${database}")`);
}
