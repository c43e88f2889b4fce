import { expect, test } from "vitest";
import { SacredInterrupt } from "../../core/errors/index.ts";
import type { Run } from "../../core/run/run.ts";
import { storeRun, withDatabase } from "../../tests/support/browser-runs.ts";
import { IndexedDbObserver } from "./index.ts";

type Main = (config: { readonly _run: Run }) => unknown;

test("a run is read as it was stored", () =>
  withDatabase(async (database, reader) => {
    const run = await storeRun(database, ({ _run }) => {
      _run.info["note"] = "kept";
      for (const value of [1, Number.NaN, 0.25]) _run.logScalar("loss", value, 2);
      return { best: Number.NaN };
    });
    expect(run.id).toBe(1);
    const stored = await reader.read("1");
    expect(stored).toMatchObject({ id: 1, status: "COMPLETED", name: "stored", started: run.startTime });
    expect(stored.entry).toMatchObject({ command: "main", status: "COMPLETED", result: { best: Number.NaN } });
    expect(await stored.config()).toEqual({ lr: 1, seed: 5 });
    expect(await stored.info()).toEqual({ note: "kept" });
    const { loss } = await stored.metrics();
    expect(loss?.steps).toEqual(Float64Array.of(2, 2, 2));
    expect(loss?.values).toEqual(Float64Array.of(1, Number.NaN, 0.25));
    expect(loss?.timestamps.at(-1)).toBeLessThanOrEqual(Date.now());
  }));

test.each<[string, Main, object]>([
  [
    "FAILED",
    () => Promise.reject(new RangeError("too far")),
    { fail_trace: expect.arrayContaining([expect.stringContaining("too far")]) },
  ],
  ["INTERRUPTED", () => Promise.reject(new SacredInterrupt()), {}],
])("a run that doesn't complete is %s, with its end", (status, main, entry) =>
  withDatabase(async (database, reader) => {
    await expect(storeRun(database, main)).rejects.toThrow(Error);
    const stored = await reader.read(1);
    expect(stored.entry).toMatchObject({ status, stop_time: expect.stringMatching(/^20\d\d-/), ...entry });
  }),
);

test("many points are there in their order, whatever chunks they come in", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, async ({ _run }) => {
      for (const count of [1, 4095, 4097, 9000]) {
        for (let i = 0; i < count; i++) _run.logScalar("x", i);
        _run.logScalar("__proto__", count);
        await _run.heartbeat();
      }
    });
    const metrics = await (await reader.read(1)).metrics();
    expect(Object.keys(metrics).sort()).toEqual(["__proto__", "x"]);
    expect(metrics["x"]?.steps).toEqual(Float64Array.from({ length: 17_193 }, (_, index) => index));
    expect(Object.getOwnPropertyDescriptor(metrics, "__proto__")?.value.values).toEqual(
      Float64Array.of(1, 4095, 4097, 9000),
    );
  }));

test("a run's own id is kept, and can't be given twice", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, () => 1, { id: "mine" });
    await storeRun(database, () => 2, { id: "12" });
    await expect(storeRun(database, () => 3, { id: "mine" })).rejects.toThrow(
      'There is already a run with the id "mine"',
    );
    await expect(storeRun(database, () => 3, { id: "12" })).rejects.toThrow("Choose another id");
    await expect(storeRun(database, () => 3, { id: "a/b" })).rejects.toThrow("can't be the name of a run's folder");
    expect((await storeRun(database, () => 4)).id).toBe(13);
    expect((await reader.read("mine")).entry).toMatchObject({ result: 1 });
    expect((await reader.list()).map(({ id }) => id)).toHaveLength(3);
  }));

test("artifacts and resources are stored once for one content", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, async ({ _run }) => {
      await _run.addArtifact(new File(["a,b\n"], "table.csv", { type: "text/csv" }), { metadata: { rows: 1 } });
      await _run.addArtifact(new TextEncoder().encode("a,b\n"), { name: "deep/again.csv" });
      await _run.addArtifact(new Blob(["own"]), { name: "run.json" });
      await _run.addResource(new File(["a,b\n"], "input.csv"));
      await _run.addResource(URL.createObjectURL(new Blob(["fetched"])));
    });
    const run = await reader.read(1);
    const artifacts = await run.artifacts();
    expect(artifacts.map(({ path }) => path)).toEqual(["_artifacts/run.json", "deep/again.csv", "table.csv"]);
    expect(await artifacts[2]?.content.text()).toBe("a,b\n");
    expect(run.entry["artifacts"]).toEqual(["table.csv", "deep/again.csv", "_artifacts/run.json"]);
    expect(run.entry["artifact_details"]).toEqual([
      { name: "table.csv", metadata: { rows: 1 }, content_type: "text/csv" },
    ]);
    const resources = await run.resources();
    expect(resources.find(({ name }) => name === "input.csv")?.path).toMatch(/^_resources\/input_[\da-f]{32}\.csv$/);
    expect(await Promise.all(resources.map(({ content }) => content.text()))).toContain("fetched");
    expect(new Set([...artifacts, ...resources].map(({ md5 }) => md5)).size).toBe(3);
  }));

test("an artifact that isn't there, or is none, is an error that says what one is", () =>
  withDatabase(async (database) => {
    const missing = new URL("/no-such-file", location.href);
    missing.protocol = "no-such-scheme";
    const addOf =
      (file: never): Main =>
      ({ _run }) =>
        _run.addArtifact(file);
    await expect(storeRun(database, ({ _run }) => _run.addArtifact("blob:nothing/here"))).rejects.toThrow(
      "can't be fetched",
    );
    await expect(storeRun(database, addOf(17 as never))).rejects.toThrow("a File, a Blob, a Uint8Array");
  }));

test("an artifact in the place of an earlier one frees what nobody else has", () =>
  withDatabase(async (database, reader) => {
    await storeRun(database, async ({ _run }) => {
      for (const text of ["first", "second"]) await _run.addArtifact(new Blob([text]), { name: "a.txt" });
    });
    const [artifact, ...rest] = await (await reader.read(1)).artifacts();
    expect(rest).toEqual([]);
    expect(await artifact?.content.text()).toBe("second");
  }));

test("a queued run is stored as one", () =>
  withDatabase(async (database, reader) => {
    const { experiment } = await import("../../host-browser/index.ts");
    const ex = experiment("queued", { observers: [new IndexedDbObserver({ database })] }).config({ lr: 1 });
    ex.main(() => 1);
    await ex.run({ options: { queue: true, loglevel: "CRITICAL" } });
    const [run] = await reader.list({ status: "QUEUED" });
    expect(run).toMatchObject({ id: 1, name: "queued" });
    expect(run?.entry).not.toHaveProperty("start_time");
    expect(run?.started.getTime()).toBeGreaterThan(Date.now() - 60_000);
  }));

test("where no worker can be made, this realm stores", () =>
  withDatabase(async (database, reader) => {
    const original = globalThis.Worker;
    let attempts = 0;
    globalThis.Worker = class extends original {
      constructor() {
        attempts++;
        super("data:text/javascript,throw new Error()");
      }
    };
    try {
      await storeRun(database, ({ _run }) => _run.logScalar("x", 1));
    } finally {
      globalThis.Worker = original;
    }
    expect(attempts).toBe(2);
    expect((await (await reader.read(1)).metrics())["x"]?.values).toEqual(Float64Array.of(1));
  }));

test("options that don't exist, and a database without a name, are errors", () => {
  expect(() => new IndexedDbObserver({ databse: "x" } as object)).toThrow('Did you mean "database"');
  expect(() => new IndexedDbObserver({ database: " " })).toThrow("needs a name");
});
