// How long it takes to settle configurations of 50 and 10,000 entries, with updates, and to read large files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const KEYS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));
const entries = Array.from({ length: KEYS }, (_, i) => [`key${i}`, i % 3 === 0 ? `text ${i}` : i]);

/** How long it takes to read a file of 60,000 entries. */
function reading(name, content) {
  const file = join(folder, name);
  writeFileSync(file, content);
  const times = [];
  for (let round = 0; round < 7; round++) {
    const ex = experiment("bench", { interactive: true });
    const start = performance.now();
    ex.addConfig(file);
    times.push(performance.now() - start);
  }
  return median(times);
}

const json = reading("c.json", JSON.stringify(Object.fromEntries(entries)));
const yaml = reading("c.yaml", entries.map(([key, value]) => `${key}: ${value}\n`).join(""));
const toml = reading("c.toml", entries.map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join(""));
row("a JSON file of 60,000 entries", `${json.toFixed(0)} ms`);
row("the same as YAML, as TOML", `${(yaml / json).toFixed(1)}×, ${(toml / json).toFixed(1)}×`);
rmSync(folder, { recursive: true });
