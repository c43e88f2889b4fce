import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { experiment } from "../../../host-node/index.ts";
import type { Run } from "../../../core/run/run.ts";
import { FileStorageObserver, FileStorageReader } from "../index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-reader-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");

async function store(main: (config: { readonly _run: Run }) => unknown, id?: string): Promise<void> {
  const ex = experiment("read", { observers: [new FileStorageObserver(folder)] }).config({ lr: 1 });
  ex.main(main);
  await ex.run({ configUpdates: { seed: 5 }, options: { loglevel: "CRITICAL", ...(id === undefined ? {} : { id }) } });
}

/** Makes a finished run look as if its process had died before the end. */
function killed(id: string): void {
  const path = join(folder, id, "run.json");
  const entry = JSON.parse(file(id, "run.json"));
  writeFileSync(path, JSON.stringify({ ...entry, status: "RUNNING", stop_time: undefined }));
  writeFileSync(join(folder, id, "metrics.json"), "{}");
  writeFileSync(join(folder, id, ".owner.json"), JSON.stringify({ ...JSON.parse(owner), startTicks: "1" }));
}

let owner = "";
const logThree = ({ _run }: { readonly _run: Run }): void => {
  owner = file(String(_run.id), ".owner.json");
  process.stdout.write("printed\n");
  _run.info["note"] = "kept";
  for (const value of [1, Number.NaN, 0.25]) _run.logScalar("loss", value, 2);
};

test("a run is read as it was stored", async () => {
  await store(logThree);
  const run = await new FileStorageReader(folder).read(1);
  expect(run).toMatchObject({ id: "1", status: "COMPLETED", entry: { command: "logThree" } });
  expect(run.config()).toEqual({ lr: 1, seed: 5 });
  expect(run.info()).toEqual({ note: "kept" });
  expect(run.output()).toContain("printed\n");
  expect(run.metrics()["loss"]?.values).toEqual(Float64Array.of(1, Number.NaN, 0.25));
  expect(run.metrics()["loss"]?.steps).toEqual(Float64Array.of(2, 2, 2));
});

test("who stores a run is noted while it goes on, and only then", async () => {
  await store(logThree);
  expect(JSON.parse(owner)).toMatchObject({ pid: process.pid, beatIntervalSeconds: 10 });
  expect(() => file("1", ".owner.json")).toThrow("ENOENT");
});

test("a run that goes on shows its points before they are in metrics.json", async () => {
  await store(async ({ _run }) => {
    _run.logScalar("loss", 3);
    const reader = new FileStorageReader(folder);
    let run = await reader.read("1");
    while (run.metrics()["loss"]?.values.length !== 1) {
      await new Promise((resolve) => setImmediate(resolve));
      run = await reader.read("1");
    }
    expect(run.status).toBe("RUNNING");
    expect(file("1", ".owner.json")).toContain(`"pid":${process.pid}`);
  });
});

test("all runs are listed, numbers first and in their order", async () => {
  for (const id of ["10", "b", "9", "a"]) await store(() => 1, id);
  const reader = new FileStorageReader(folder);
  expect(reader.list()).toEqual(["9", "10", "a", "b"]);
  const read: string[] = [];
  for await (const run of reader) read.push(run.id);
  expect(read).toEqual(reader.list());
});

test.runIf(process.platform === "linux")("a run whose process died is repaired by whoever reads it", async () => {
  await store(logThree);
  killed("1");
  const run = await new FileStorageReader(folder).read("1");
  expect(run.status).toBe("DEAD");
  expect(run.metrics()["loss"]?.values).toEqual(Float64Array.of(1, Number.NaN, 0.25));
  expect(JSON.parse(file("1", "run.json"))).toMatchObject({ status: "DEAD" });
  expect(file("1", "metrics.json")).toContain('"loss"');
});

test.runIf(process.platform === "linux")("without repair it is shown like that, and nothing is written", async () => {
  await store(logThree);
  killed("1");
  const before = file("1", "run.json");
  const run = await new FileStorageReader(folder, { repair: false }).read("1");
  expect(run.status).toBe("DEAD");
  expect(run.metrics()["loss"]?.values).toHaveLength(3);
  expect(file("1", "run.json")).toBe(before);
  expect(file("1", "metrics.json")).toBe("{}");
});

test("runs of Python's Sacred are read", async () => {
  const vectors = fileURLToPath(
    new URL("../../../tests/conformance/vectors/storage/file_storage/completed", import.meta.url),
  );
  const run = await new FileStorageReader(vectors).read(1);
  const metrics = JSON.parse(readFileSync(join(vectors, "1", "metrics.json"), "utf8"));
  expect(run.status).toBe("COMPLETED");
  expect(Object.keys(run.metrics())).toEqual(Object.keys(metrics));
  const [first] = Object.entries<{ values: number[]; timestamps: string[] }>(metrics);
  if (first === undefined) throw new Error("The vector has metrics.");
  const [name, { values, timestamps }] = first;
  expect([...(run.metrics()[name]?.values ?? [])]).toEqual(values);
  expect(run.metrics()[name]?.timestamps[0]).toBe(Date.parse(`${timestamps[0]}Z`));
});

test("damaged runs don't keep others from being read, and are reported at the end", async () => {
  for (const id of ["1", "2", "3", "4"]) await store(() => 1, id);
  for (const id of ["1", "3"]) writeFileSync(join(folder, id, "run.json"), '{"status": ');
  const read: string[] = [];
  const all = async (reader: FileStorageReader): Promise<void> => {
    for await (const { id } of reader) read.push(id);
  };
  const whole = /^2 runs can't be read.*\n.*"1" can't be read from .*run.json: .*\n.*"3"/;
  await expect(all(new FileStorageReader(folder))).rejects.toThrow(whole);
  expect(read).toEqual(["2", "4"]);
  const damaged: string[] = [];
  await all(new FileStorageReader(folder, { onDamaged: (id, error) => damaged.push(`${id} ${String(error)}`) }));
  expect(damaged).toEqual([expect.stringMatching(/^1 .*1:12/), expect.stringContaining("3 ")]);
  expect(damaged.join()).not.toContain("JSON5");
});

test.each([
  ["7", "There is no run"],
  ["../1", "can't be the name of a run's folder"],
])("the run %j is an error that says so", async (id, message) => {
  await expect(new FileStorageReader(folder).read(id)).rejects.toThrow(message);
});

test("a folder that isn't there is an error that names it", () => {
  expect(() => new FileStorageReader(join(folder, "nowhere")).list()).toThrow("no runs to read in");
});
