import { deleteDB, openDB } from "idb";
import { expect, test } from "vitest";
import { freshDatabase, storeRun, withDatabase } from "../../../tests/support/browser-runs.ts";
import { IndexedDbReader } from "../index.ts";
import { openDatabase } from "./open-database.ts";
import { SCHEMA_VERSION } from "./schema.ts";

const ENTRY = JSON.stringify({
  experiment: { name: "old" },
  status: "COMPLETED",
  start_time: "2026-01-02T03:04:05.678000",
  artifacts: ["a.txt"],
}).replace("{", '{"result": NaN, ');

/** Databases as each older version's own code made and filled them; this code is never changed. */
const OLDER: readonly (readonly [version: number, make: (name: string) => Promise<void>])[] = [
  [
    1,
    async (name) => {
      const database = await openDB(name, 1, {
        upgrade(db) {
          db.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
          for (const store of ["texts", "metrics", "output", "files"]) db.createObjectStore(store);
          db.createObjectStore("blobs", { keyPath: "md5" });
        },
      });
      await database.add("runs", { entry: ENTRY, lock: "" });
      await fill(database);
    },
  ],
  [
    2,
    async (name) => {
      const database = await openDB(name, 2, {
        upgrade(db) {
          const runs = db.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
          runs.createIndex("started", ["started", "id"]);
          runs.createIndex("status", ["status", "started", "id"]);
          runs.createIndex("name", ["name", "started", "id"]);
          for (const store of ["texts", "metrics", "output", "files"]) db.createObjectStore(store);
          db.createObjectStore("blobs", { keyPath: "md5" });
        },
      });
      const started = Date.parse("2026-01-02T03:04:05.678Z");
      await database.add("runs", { entry: ENTRY, lock: "", status: "COMPLETED", name: "old", started });
      await fill(database);
    },
  ],
];

async function fill(database: Awaited<ReturnType<typeof openDB>>): Promise<void> {
  const column = Float64Array.of(1, 2);
  await database.put("texts", { text: '{"lr": 3}' }, [1, "config.json"]);
  await database.put("metrics", { steps: column, values: column, timestamps: column }, [1, "loss", 0]);
  await database.put("output", { text: "printed" }, [1, 0]);
  const file = { run: 1, kind: "artifact", name: "a.txt", path: "a.txt", md5: "m" };
  await database.put("files", file, [1, "artifact", "a.txt", ""]);
  await database.put("blobs", { md5: "m", content: new Blob(["made"]) });
  database.close();
}

test("there is an older database for each older version", () => {
  expect(OLDER.map(([version]) => version)).toEqual(Array.from({ length: SCHEMA_VERSION - 1 }, (_, at) => at + 1));
});

test.each(OLDER)("a database of version %i is brought to this one with all that is in it", (_version, make) =>
  withDatabase(async (database, reader) => {
    await make(database);
    const [run] = await reader.list({ name: "old", status: "COMPLETED" });
    expect(run).toMatchObject({ id: 1, started: new Date("2026-01-02T03:04:05.678Z") });
    const stored = await reader.read(1);
    expect(stored.entry["result"]).toBeNaN();
    expect(await stored.config()).toEqual({ lr: 3 });
    expect(await stored.output()).toBe("printed");
    expect((await stored.metrics())["loss"]?.values).toEqual(Float64Array.of(1, 2));
    expect(await (await stored.artifacts())[0]?.content.text()).toBe("made");
    expect((await storeRun(database, () => 1)).id).toBe(2);
    await reader.delete(1);
    const db = await openDatabase(database);
    expect(await db.getKey("blobs", "m")).toBeUndefined();
    db.close();
  }),
);

test("a database of a newer version is left alone, with an error that says what to do", () =>
  withDatabase(async (database, reader) => {
    (await openDB(database, SCHEMA_VERSION + 1)).close();
    await expect(reader.list()).rejects.toThrow(/newer version of sacred-ts.*Reload the page, or upgrade/s);
    await expect(storeRun(database, () => 1)).rejects.toThrow("Reload the page");
  }));

test("a reader gives way to a newer version at once", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, () => 1);
    await reader.list();
    (await openDB(database, SCHEMA_VERSION + 1)).close();
    await expect(reader.list()).rejects.toThrow("Reload the page");
  }));

test("a newer version waits until a run has ended, of which nothing is lost", () =>
  withDatabase(async (database) => {
    const events: string[] = [];
    let newer: Promise<unknown> = Promise.resolve();
    await storeRun(database, async ({ _run }) => {
      await new Promise<void>((resolve) => {
        newer = openDB(database, SCHEMA_VERSION + 1, { blocked: () => resolve() }).then((db) => {
          events.push("upgraded");
          db.close();
        });
      });
      _run.logScalar("x", 1);
      await _run.heartbeat();
      events.push("ended");
    });
    await newer;
    expect(events).toEqual(["ended", "upgraded"]);
    const db = await openDB(database);
    expect(await db.count("metrics")).toBe(1);
    expect((await db.get("runs", 1)).status).toBe("COMPLETED");
    db.close();
  }));

test("an upgrade that another tab's run is in the way of says so", async () => {
  const name = freshDatabase();
  for (const [version, make] of OLDER) if (version === 1) await make(name);
  const older = await openDB(name);
  const reader = new IndexedDbReader({ database: name });
  await expect(reader.list()).rejects.toThrow("another tab still stores a run with the old one");
  older.close();
  await deleteDB(name);
});

test("an upgrade that fails leaves the database as it was", () =>
  withDatabase(async (database, reader) => {
    const older = await openDB(database, 1, { upgrade: (db) => void db.createObjectStore("runs", { keyPath: "id" }) });
    await older.add("runs", { id: 1, entry: "no JSON" });
    older.close();
    await expect(reader.list()).rejects.toThrow("IndexedDB can't be opened");
    const same = await openDB(database);
    expect([same.version, await same.get("runs", 1)]).toEqual([1, { id: 1, entry: "no JSON" }]);
    same.close();
  }));

test("where the browser refuses to store, the error says what to allow", async () => {
  const original = IDBFactory.prototype.open;
  IDBFactory.prototype.open = () => {
    throw new DOMException("The user denied permission to access the database.", "SecurityError");
  };
  try {
    await expect(new IndexedDbReader().list()).rejects.toThrow(/denied permission.*Allow this site to store data/s);
  } finally {
    IDBFactory.prototype.open = original;
  }
});
