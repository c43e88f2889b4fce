import { openDB } from "idb";
import { expect, test } from "vitest";
import { storeRun, withDatabase } from "../../../tests/support/browser-runs.ts";
import { openDatabase } from "../database/open-database.ts";
import type { RunsDatabase } from "../database/schema.ts";
import { addRun } from "../storing/add-run.ts";
import { write } from "../database/write.ts";

const STORES = ["runs", "texts", "metrics", "output", "files", "blobs"] as const;

interface MadeRun {
  readonly started: number;
  readonly status?: string;
  readonly name?: string;
  readonly lock?: string;
}

/** Runs that the past has left, as the recorder writes them. */
async function addRuns(database: string, runs: readonly MadeRun[]): Promise<void> {
  const db: RunsDatabase = await openDatabase(database);
  await write(db, STORES, "relaxed", async (transaction) => {
    for (const [at, { started, status = "COMPLETED", name = "made", lock = "" }] of runs.entries()) {
      const entry = JSON.stringify({
        experiment: { name },
        status,
        start_time: new Date(started).toISOString().slice(0, -1),
      });
      const texts = { "config.json": JSON.stringify({ lr: at, net: { depth: at % 3 } }) };
      await addRun(transaction, { id: null, record: { entry, started, status, name, lock }, texts, files: [] });
    }
  });
  db.close();
}

const ids = (runs: readonly { readonly id: unknown }[]): unknown[] => runs.map(({ id }) => id);

test("runs are listed by their start, and filtered by status, name, time and configuration", () =>
  withDatabase(async (database, reader) => {
    await addRuns(database, [
      { started: 3000, name: "a" },
      { started: 1000, name: "b", status: "FAILED" },
      { started: 2000, name: "a", status: "FAILED" },
      { started: 2000, name: "a" },
    ]);
    expect(ids(await reader.list())).toEqual([1, 4, 3, 2]);
    expect(ids(await reader.list({ order: "oldest" }))).toEqual([2, 3, 4, 1]);
    expect(ids(await reader.list({ name: "a" }))).toEqual([1, 4, 3]);
    expect(ids(await reader.list({ status: "FAILED" }))).toEqual([3, 2]);
    expect(ids(await reader.list({ name: "a", status: "FAILED" }))).toEqual([3]);
    expect(ids(await reader.list({ since: new Date(2000) }))).toEqual([1, 4, 3]);
    expect(ids(await reader.list({ until: new Date(2000) }))).toEqual([2]);
    expect(ids(await reader.list({ since: new Date(1500), until: new Date(2500), name: "a" }))).toEqual([4, 3]);
    expect(ids(await reader.list({ config: { lr: 2 } }))).toEqual([3]);
    expect(ids(await reader.list({ config: { "net.depth": 0 } }))).toEqual([1, 4]);
    expect(await reader.list({ since: new Date(9000), until: new Date(10) })).toEqual([]);
    await expect(reader.list({ state: "FAILED" } as object)).rejects.toThrow('filtered by "state"');
  }));

test.each(["newest", "oldest"] as const)(
  "pages, %s first, hold each run once, however equal their starts are",
  (order) =>
    withDatabase(async (database, reader) => {
      await addRuns(
        database,
        Array.from({ length: 25 }, (_, at) => ({ started: 1000 + Math.floor(at / 10) })),
      );
      const all = ids(await reader.list({ order }));
      const paged: unknown[] = [];
      let page = await reader.list({ order, limit: 4 });
      for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
        paged.push(...ids(page));
        page = await reader.list({ order, limit: 4, after: last });
      }
      expect(paged).toEqual(all);
      expect(new Set(paged).size).toBe(25);
    }),
);

test("a deleted run takes those contents with it that no other run has", () =>
  withDatabase(async (database, reader) => {
    for (const own of ["one", "two"])
      await storeRun(database, async ({ _run }) => {
        await _run.addArtifact(new Blob(["shared"]), { name: "shared.txt" });
        await _run.addArtifact(new Blob([own]), { name: "own.txt" });
        _run.logScalar("x", 1);
      });
    await expect(reader.delete(1, 77)).rejects.toThrow('There is no run "77"');
    expect(await reader.list()).toHaveLength(2);
    await reader.delete("1");
    await expect(reader.read(1)).rejects.toThrow("list() gives the ids");
    const db = await openDB(database);
    const counts = await Promise.all(STORES.map((store) => db.count(store)));
    db.close();
    expect(counts).toEqual([1, 1, 1, 0, 3, 3]);
    const contents = await Promise.all((await (await reader.read(2)).artifacts()).map(({ content }) => content.text()));
    expect(contents).toEqual(["two", "shared"]);
  }));

test("a run that goes on is neither dead nor deleted", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, async ({ _run }) => {
      expect(await reader.list({ status: "RUNNING" })).toHaveLength(1);
      expect(await reader.deadRuns()).toEqual([]);
      await expect(reader.delete(_run.id ?? 0)).rejects.toThrow("still goes on");
    });
    expect(await reader.markDead()).toEqual([]);
  }));

test("a run whose lock is free is dead, and marked once", () =>
  withDatabase(async (database, reader) => {
    await addRuns(database, [
      { started: 5000, status: "RUNNING", lock: "sacred-ts run of a tab that is gone" },
      { started: Date.now(), status: "RUNNING" },
      { started: 5000, status: "RUNNING" },
    ]);
    expect(ids(await reader.deadRuns())).toEqual([1, 3]);
    expect(await Promise.all([reader.markDead(), reader.markDead()])).toContainEqual([1, 3]);
    expect(await reader.markDead()).toEqual([]);
    expect((await reader.read(1)).entry).toMatchObject({ status: "DEAD", stop_time: "1970-01-01T00:00:05" });
    expect(ids(await reader.list({ status: "RUNNING" }))).toEqual([2]);
  }));
