// Trains svm.js in workers, shows the runs while they go on, and lists what is stored.
import { sweep } from "sacred-ts/browser";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";

const find = (selector) => document.querySelector(selector);
const { c, kernel, epochs, seed } = find("form").elements;
const observers = [new IndexedDbObserver()];
const reader = new IndexedDbReader();
const going = new Set();

// Bundlers find the worker's module by this expression.
const svm = () => new Worker(new URL("./svm.js", import.meta.url), { type: "module" });

/** One run for each price, as many at a time as there are processors. */
function train(...prices) {
  const updates = { kernel: kernel.value, epochs: epochs.valueAsNumber };
  if (seed.value !== "") updates.seed = seed.valueAsNumber;
  const requests = prices.map((price) => ({ configUpdates: { c: price, ...updates }, observers }));
  for (const run of sweep(svm, requests).reverse()) void follow(run);
}

async function follow(run) {
  find("main").prepend(run.show());
  find("#stop").disabled = false;
  going.add(run);
  await run.over;
  going.delete(run);
  find("#stop").disabled = going.size === 0;
  await listRuns();
}

async function listRuns() {
  const stored = await reader.list({ name: "svm", limit: 20 });
  const rows = await Promise.all(stored.map(rowOf));
  find("tbody").replaceChildren(...rows);
  find("#stored").hidden = rows.length === 0;
}

async function rowOf({ id, started, status, entry }) {
  const config = await (await reader.read(id)).config();
  const accuracy = entry.result?.accuracy.toFixed(3) ?? "";
  const row = document.createElement("tr");
  for (const content of [id, started.toLocaleTimeString(), status, config.c, config.kernel, config.seed, accuracy])
    row.insertCell().textContent = content;
  return row;
}

/** All runs as the folder that Python's and Node's tools read. */
async function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reader.exportZip());
  link.download = "runs.zip";
  link.click();
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  train(c.valueAsNumber);
});
find("#sweep").addEventListener("click", () => train(0.1, 1, 10, 100));
find("#stop").addEventListener("click", () => going.forEach((run) => run.stop()));
find("#download").addEventListener("click", download);

// Runs whose tab was closed in the middle say so from now on.
await reader.markDead();
await listRuns();
