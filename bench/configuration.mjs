// How long it takes to settle configurations of 50 and 10,000 entries, with updates.
import { experiment } from "sacred-ts";
import { median, row } from "./measure.mjs";

async function resolve(entries) {
  const config = {};
  for (let i = 0; i < entries; i++) {
    const group = `group${Math.floor(i / 20)}`;
    config[group] ??= {};
    config[group][`entry${i}`] = i % 3 === 0 ? `text ${i}` : i;
  }
  const ex = experiment("bench", { interactive: true }).config(config);
  ex.main(() => undefined);
  const configUpdates = { group0: { entry1: 5 }, seed: 1 };
  const times = [];
  for (let round = 0; round < 15; round++) {
    const start = performance.now();
    await ex.resolveConfig({ configUpdates, options: { force: true } });
    times.push(performance.now() - start);
  }
  return median(times);
}

const few = await resolve(50);
const half = await resolve(5000);
const many = await resolve(10_000);
row("settling 50 entries", `${few.toFixed(2)} ms`, "limit 1 ms");
row("settling 10,000 entries", `${many.toFixed(2)} ms`, "limit 15 ms");
row("growth from 5,000 to 10,000 entries", `${(many / half).toFixed(2)}×`, "linear: 2×");
