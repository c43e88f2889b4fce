import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { experiment, SacredInterrupt, settings } from "../../host-node/index.ts";
import type { Run } from "../../core/run/run.ts";
import { leaveBriefNote, takeBriefNote } from "./brief-note.ts";
import { FileStorageObserver, type FileStorageOptions, FileStorageReader } from "./index.ts";
import { makeFolders } from "./make-folders.ts";
import { MetricLog } from "./metric-log.ts";
import { rebuildMetrics } from "./recovery/rebuild-metrics.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-storage-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json = (...path: string[]): Record<string, unknown> => JSON.parse(readFileSync(join(folder, ...path), "utf8"));

type Main = (config: { readonly _run: Run }) => unknown;

async function store(
  main: Main,
  options: Record<string, unknown> = {},
  storage: FileStorageOptions = {},
): Promise<unknown> {
  const ex = experiment("stored", { observers: [new FileStorageObserver(folder, storage)] }).config({ lr: 1 });
  ex.main(main);
  return ex.run({ configUpdates: { seed: 5 }, options: { loglevel: "CRITICAL", ...options } });
}

test("a completed run has Sacred's files with Sacred's keys", async () => {
  const data = join(folder, "..", `data-${process.pid}.csv`);
  writeFileSync(data, "1,2\n");
  await store(async ({ _run }) => {
    process.stdout.write("green\n");
    _run.logScalar("loss", 1.5);
    _run.logScalar("loss", Number.NaN, 7);
    _run.info["note"] = "sgd";
    await _run.addResource(data);
    await _run.addArtifact(data, { name: "renamed.csv" });
    return { accuracy: 0.5 };
  });
  rmSync(data);
  expect(readdirSync(join(folder, "1")).sort()).toEqual(
    ["config.json", "cout.txt", "info.json", "metrics.json", "metrics.log", "renamed.csv", "run.json"].sort(),
  );
  const run = json("1", "run.json");
  const vector = new URL("../../tests/conformance/vectors/storage/file_storage/completed/1/run.json", import.meta.url);
  expect(Object.keys(run).sort()).toEqual(Object.keys(JSON.parse(readFileSync(vector, "utf8"))).sort());
  expect(run).toMatchObject({
    status: "COMPLETED",
    command: "main",
    result: { accuracy: 0.5 },
    artifacts: ["renamed.csv"],
  });
  expect(json("1", "config.json")).toEqual({ lr: 1, seed: 5 });
  expect(json("1", "info.json")).toEqual({ note: "sgd" });
  expect(readFileSync(join(folder, "1", "cout.txt"), "utf8")).toContain("green\n");
  const metrics = readFileSync(join(folder, "1", "metrics.json"), "utf8");
  expect(metrics).toMatch(/^\{\n {2}"loss": \{\n {4}"steps": \[\n {6}0,\n {6}7\n {4}\],\n {4}"timestamps": \[/);
  expect(metrics).toMatch(/"values": \[\n {6}1\.5,\n {6}NaN\n {4}\]\n {2}\}\n\}$/);
  expect(readdirSync(join(folder, "_resources"))[0]).toMatch(/^data-\d+_[0-9a-f]{32}\.csv$/);
});

const NOT_FINITE = { lost: Number.NaN, bounds: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] };

/** Logs what isn't finite everywhere, and holds the thread until the helper thread has beaten. */
async function logNotFinite({ _run }: { readonly _run: Run }): Promise<unknown> {
  _run.logScalar("loss", Number.NaN);
  _run.info["seen"] = NOT_FINITE;
  _run.result = NOT_FINITE;
  const entry = (): string => readFileSync(join(folder, "1", "run.json"), "utf8");
  while (!entry().includes('"result"')) await new Promise((resolve) => setImmediate(resolve));
  const beat = entry();
  while (entry() === beat);
  texts.push(entry());
  return NOT_FINITE;
}
let texts: string[] = [];

async function storeNotFinite(): Promise<readonly string[]> {
  texts = [];
  await store(logNotFinite, { beat_interval: 0.05 });
  return [
    ...texts,
    ...["run", "info", "metrics"].map((name) => readFileSync(join(folder, "1", `${name}.json`), "utf8")),
  ];
}

test("what isn't finite is stored as Python writes it, by the helper thread's heartbeats, too", async () => {
  const stored = await storeNotFinite();
  for (const text of stored) expect(text).toContain("NaN");
  expect(stored[0]).toContain(
    '"result": {\n    "bounds": [\n      -Infinity,\n      Infinity\n    ],\n    "lost": NaN\n  }',
  );
});

test("with settings.strictJson it is null, and every file is strict JSON", async () => {
  settings.strictJson = true;
  try {
    for (const text of await storeNotFinite()) expect(JSON.stringify(JSON.parse(text))).toContain("null");
  } finally {
    settings.strictJson = false;
  }
});

test("a command that holds the thread from its first line on, and logs nothing, has heartbeats", async () => {
  const beats = new Set<unknown>();
  const holdThread = (): void => {
    while (beats.size < 4) beats.add(json("1", "run.json")["heartbeat"]);
  };
  await store(holdThread, { beat_interval: 0.05 });
  expect(beats.size).toBe(4);
  expect(json("1", "run.json")).toMatchObject({ status: "COMPLETED" });
  expect(readdirSync(join(folder, "1"))).not.toContain("metrics.log");
  expect(json("1", "metrics.json")).toEqual({});
});

test("the helper thread begins with a run, unless the last one was over in a moment", async () => {
  const start = vi.spyOn(MetricLog.prototype, "start");
  onTestFinished(() => start.mockRestore());
  const began = async (main: Main, options: Record<string, unknown> = {}): Promise<boolean> => {
    start.mockClear();
    await store(main, options).catch(() => undefined);
    return start.mock.calls.length > 0;
  };
  const fail = (): never => {
    throw new Error("broken");
  };
  expect(await began(() => 1)).toBe(true);
  expect(await began(() => 1)).toBe(false);
  expect(await began(() => 1, { beat_interval: 5 })).toBe(true);
  expect(await began(fail)).toBe(false);
  expect(await began(() => 1)).toBe(true);
  expect(takeBriefNote(folder)).toBe(true);
  leaveBriefNote(folder, 1.5);
  expect(takeBriefNote(folder)).toBe(false);
});

test("failed and interrupted runs are stored with their output and their status", async () => {
  await expect(
    store(() => {
      process.stdout.write("last words\n");
      throw new Error("broken");
    }),
  ).rejects.toThrow("broken");
  await expect(
    store(() => {
      throw new SacredInterrupt();
    }),
  ).rejects.toThrow(SacredInterrupt);
  expect(json("1", "run.json")).toMatchObject({ status: "FAILED" });
  expect(json("1", "run.json")["fail_trace"]).toEqual(expect.arrayContaining(["Error: broken\n"]));
  expect(readFileSync(join(folder, "1", "cout.txt"), "utf8")).toContain("last words\n");
  expect(json("2", "run.json")).toMatchObject({ status: "INTERRUPTED" });
});

test("a queued run has its configuration and its sources, and nothing was executed", async () => {
  let executed = false;
  await store(() => (executed = true), { queue: true, priority: "3" });
  expect(executed).toBe(false);
  expect(json("1", "run.json")).toMatchObject({ status: "QUEUED", meta: { priority: 3 } });
  expect(readdirSync(join(folder, "1"))).toContain("file-storage.node.test.ts");
  // Names of the run's own files are kept free: this one is a source of the observer.
  expect(readdirSync(join(folder, "1"))).not.toContain("report.ts");
  expect(readdirSync(join(folder, "1", "_sources"))).toContain("report.ts");
});

test("ids are one more than the largest, also when somebody else has made folders", async () => {
  await store(() => 1);
  await store(() => 1);
  mkdirSync(join(folder, "41"));
  await store(() => 1);
  expect(existsSync(join(folder, "42", "run.json"))).toBe(true);
});

test.each([
  ["1785542400123456789", "1785542400123456790", "1785542400123456791"],
  ["9007199254740991", "9007199254740992", "9007199254740993"],
  ["123456789012345678901234567890", "123456789012345678901234567891", "123456789012345678901234567892"],
  ["007", "8", "9"],
  ["1e3", "1", "2"],
  ["-5", "1", "2"],
])("after the run %s come %s and %s", async (given, next, third) => {
  const ids: unknown[] = [];
  for (const options of [{ id: given }, {}, {}]) await store(({ _run }) => void ids.push(_run.id), options);
  expect(ids).toEqual([given, next, third]);
});

test.each(["../x", "a/b", "", "..", "_sources", ".hidden", "a\\b", "nul", "x:y", "trailing."])(
  "the id %j is refused before anything is written",
  async (id) => {
    const ex = experiment("escape", { observers: [new FileStorageObserver(join(folder, "runs"))] });
    ex.main(({ _run }) => _run.id);
    const started = ex.start({ options: { loglevel: "CRITICAL" } });
    started.run.id = id;
    await expect(started.finished).rejects.toThrow("can't be the name of a run's folder");
    expect(readdirSync(folder)).toEqual(["runs"]);
    expect(readdirSync(join(folder, "runs"))).toEqual([]);
  },
);

test("an id that exists is refused, and what is there stays", async () => {
  await store(() => 1, { id: "mine" });
  const before = readFileSync(join(folder, "mine", "run.json"), "utf8");
  await expect(store(() => 2, { id: "mine" })).rejects.toThrow('already a run with the id "mine"');
  expect(readFileSync(join(folder, "mine", "run.json"), "utf8")).toBe(before);
});

test("a template is rendered at the end of every run", async () => {
  writeFileSync(join(folder, "template.html"), "<p><%= it.run.status %> <%= it.config.lr %> <%= it.cout %></p>");
  await store(() => void process.stdout.write("<b>"));
  expect(readFileSync(join(folder, "1", "report.html"), "utf8")).toContain("<p>COMPLETED 1 ");
  expect(readFileSync(join(folder, "1", "report.html"), "utf8")).toContain("&lt;b&gt;");
});

test("a template that can't be found is an error at once; one that throws doesn't lose the run", async () => {
  expect(() => new FileStorageObserver(folder, { template: "nowhere.txt" })).toThrow("can't be found");
  const template = join(folder, "broken.txt");
  writeFileSync(template, "<%= it.nothing.at.all %>");
  await store(() => 3, {}, { template });
  expect(json("1", "run.json")).toMatchObject({ status: "COMPLETED", result: 3 });
});

test("sources are stored once, however many runs use them", async () => {
  await store(() => 1);
  const stored = readdirSync(join(folder, "_sources"));
  expect(stored).toContainEqual(expect.stringMatching(/^file-storage\.node\.test_[0-9a-f]{32}\.ts$/));
  await store(() => 2);
  expect(readdirSync(join(folder, "_sources"))).toEqual(stored);
  await store(() => 3, {}, { copySources: false, sourceDir: join(folder, "elsewhere") });
  expect(existsSync(join(folder, "elsewhere"))).toBe(false);
});

test("many runs at once have no more listeners than one, and each has its own points", async () => {
  const before = process.listenerCount("exit");
  const listeners: number[] = [];
  const value = async ({ _run }: { readonly _run: Run }): Promise<void> => {
    _run.logScalar("id", Number(_run.id));
    listeners.push(process.listenerCount("exit") - before);
    await new Promise(setImmediate);
  };
  await Promise.all(Array.from({ length: 12 }, () => store(value, { "--capture": "sys" })));
  expect(Math.max(...listeners)).toBeLessThanOrEqual(4);
  expect(process.listenerCount("exit")).toBe(before);
  for (let id = 1; id <= 12; id++) expect(json(String(id), "metrics.json")).toMatchObject({ id: { values: [id] } });
});

test("a folder that can't be written is a clear error, and nothing is half-written", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const ex = experiment("unwritable", { observers: [new FileStorageObserver(join(file, "runs"))] });
  ex.main(() => 1);
  await expect(ex.run({ options: { loglevel: "CRITICAL" } })).rejects.toThrow("Runs can't be stored in");
});

test("a million points are all there, in order, at less than 24 bytes each", async () => {
  const count = 1_000_000;
  await store(({ _run }) => {
    for (let i = 0; i < count; i++) _run.logScalar("loss", i / 3);
  });
  const metrics = JSON.parse(readFileSync(join(folder, "1", "metrics.json"), "utf8"));
  expect(metrics.loss.values.length).toBe(count);
  expect(metrics.loss.steps.at(-1)).toBe(count - 1);
  expect(metrics.loss.values.at(-1)).toBe((count - 1) / 3);
  expect(readFileSync(join(folder, "1", "metrics.log")).length / count).toBeLessThan(24);
});

test.runIf(process.platform === "linux")("a file system that refuses a folder with ENOENT is no endless loop", () => {
  expect(() => makeFolders("/proc/nope/runs")).toThrow("ENOENT");
});

test("more metrics than 16 bits can number keep their points, in the log, in metrics.json and after a recovery", async () => {
  const count = 70_000;
  await store(({ _run }) => {
    for (let metric = 0; metric < count; metric++) _run.logScalar(`m${metric}`, metric);
  });
  const dir = join(folder, "1");
  const expectAll = (metrics: Readonly<Record<string, { readonly values: ArrayLike<number> } | undefined>>): void => {
    expect(Object.keys(metrics)).toHaveLength(count);
    const wrong = Array.from({ length: count }, (_, metric) => metric).filter((metric) => {
      const values = metrics[`m${metric}`]?.values;
      return values?.length !== 1 || values[0] !== metric;
    });
    expect(wrong).toEqual([]);
  };
  expectAll(JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8")));
  expectAll((await new FileStorageReader(folder).read(1)).metrics());
  rmSync(join(dir, "metrics.json"));
  rebuildMetrics(dir, undefined);
  expectAll(JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8")));
});

test("metrics whose points come in turns are written as they are, few or many of each", async () => {
  await store(({ _run }) => {
    for (let step = 0; step < 1500; step++)
      for (let metric = 0; metric < (step < 1000 ? 3 : 300); metric++)
        _run.logScalar(`m${metric}`, step + metric / 1000, step);
  });
  const metrics = json("1", "metrics.json");
  const expected = (metric: number): number[] =>
    Array.from({ length: metric < 3 ? 1500 : 500 }, (_, index) => index + (metric < 3 ? 0 : 1000));
  for (const metric of [0, 2, 3, 299])
    expect(metrics[`m${metric}`]).toMatchObject({
      steps: expected(metric),
      values: expected(metric).map((step) => step + metric / 1000),
    });
  expect(Object.keys(metrics)).toHaveLength(300);
});

test("a point that is refused leaves no trace, and null is the next step", async () => {
  await store(({ _run }) => {
    const refuse = (value: unknown, step?: unknown): void =>
      expect(() => _run.logScalar("s", value as number, step as number)).toThrow(/has to be a number/);
    refuse("5");
    refuse(undefined);
    refuse(1, "2");
    refuse(Symbol("x"));
    _run.logScalar("t", 1, null);
    _run.logScalar("t", 2, 7);
    _run.logScalar("t", 3, null);
  });
  expect(json("1", "metrics.json")).toEqual({
    t: {
      steps: [0, 7, 8],
      values: [1, 2, 3],
      timestamps: [expect.any(String), expect.any(String), expect.any(String)],
    },
  });
});
