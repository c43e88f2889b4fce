import { experiment, settings } from "sacred-ts";
import { runInWorker } from "sacred-ts/browser";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";

// Fetched once a page: not what is measured.
settings.discoverSources = "none";
settings.discoverDependencies = "none";

const DAY = 86_400_000;
let databases = 0;

const freshDatabase = () => `bench-${databases++}`;
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const completed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });

function runOf(database, main) {
  const ex = experiment("points", { observers: [new IndexedDbObserver({ database })] }).config({ lr: 0.5 });
  ex.main({ name: "main" }, main);
  return ex.run({ options: { loglevel: "CRITICAL" } });
}

/** Reads what a run has stored, and drops it. */
async function assertStored(database, count) {
  const reader = new IndexedDbReader({ database });
  const { loss } = await (await reader.read(1)).metrics();
  reader.close();
  if (loss.values.length !== count || loss.values.at(-1) !== count - 1)
    throw new Error(`${loss.values.length} of ${count} points are stored.`);
  await settled(indexedDB.deleteDatabase(database));
}

globalThis.bench = {
  /** Points a second, from the first one that a run of the page logs until all of them are stored. */
  async pointsOfRun(count) {
    const database = freshDatabase();
    let started = 0;
    await runOf(database, ({ _run }) => {
      started = performance.now();
      for (let step = 0; step < count; step++) _run.logScalar("loss", step);
    });
    const rate = count / ((performance.now() - started) / 1000);
    await assertStored(database, count);
    return rate;
  },

  /** The same of a run in a worker. */
  async pointsOfWorker(count) {
    const database = freshDatabase();
    const run = runInWorker(() => new Worker("/points.js", { type: "module" }), {
      configUpdates: { count },
      observers: [new IndexedDbObserver({ database })],
      options: { loglevel: "CRITICAL" },
    });
    const started = await run.result;
    const rate = count / ((performance.timeOrigin + performance.now() - started) / 1000);
    await assertStored(database, count);
    return rate;
  },

  /** Points a second by IndexedDB alone: one record a point, a thousand in each transaction. */
  async pointsPlain(count) {
    const name = freshDatabase();
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("points", { autoIncrement: true });
    const database = await settled(opening);
    const started = performance.now();
    for (let step = 0; step < count;) {
      const transaction = database.transaction("points", "readwrite", { durability: "relaxed" });
      const store = transaction.objectStore("points");
      for (const end = Math.min(step + 1000, count); step < end; step++)
        store.add({ run: 1, name: "loss", step, value: step, time: Date.now() });
      await completed(transaction);
    }
    const rate = count / ((performance.now() - started) / 1000);
    database.close();
    await settled(indexedDB.deleteDatabase(name));
    return rate;
  },

  /** Makes many runs of one that was stored. @returns the database's name */
  async makeRuns(count) {
    const name = freshDatabase();
    const { id: first } = await runOf(name, () => ({ accuracy: 0.5 }));
    const database = await settled(indexedDB.open(name));
    const transaction = database.transaction(["runs", "texts"], "readwrite");
    const [runs, texts] = ["runs", "texts"].map((store) => transaction.objectStore(store));
    const record = await settled(runs.get(first));
    const { text } = await settled(texts.get([first, "config.json"]));
    for (let id = first + 1; id <= count; id++) {
      // In another order than that of their ids.
      runs.add({ ...record, id, started: record.started - ((id * 7919) % count) * DAY });
      texts.add({ text }, [id, "config.json"]);
    }
    await completed(transaction);
    database.close();
    return name;
  },

  /** Milliseconds until the newest runs are listed: by a reader that is open, or by one that has yet to open the database. */
  async list(database, limit, isOpen) {
    const reader = new IndexedDbReader({ database });
    if (isOpen) await reader.read(1);
    const started = performance.now();
    const runs = await reader.list({ limit });
    const milliseconds = performance.now() - started;
    reader.close();
    if (runs.length !== limit) throw new Error(`${runs.length} runs were listed.`);
    return milliseconds;
  },

  drop: (database) => settled(indexedDB.deleteDatabase(database)),
};
