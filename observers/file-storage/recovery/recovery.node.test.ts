import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatCaptureNote } from "../../../core/record/capture-note.ts";
import { encodeName, encodePoints, LOG_MAGIC } from "../../../core/record/metric-log.ts";
import { isoFromMilliseconds } from "../../../core/record/iso-time.ts";
import { pythonJson } from "../../../core/record/python-json.ts";
import { experiment } from "../../../host-node/index.ts";
import { FileStorageObserver, recoverRuns, type RecoveryReport } from "../index.ts";
import { readIfThere } from "./run-entry.ts";
import { noteOwner, ownerState, readOwner, type RunOwner } from "../run-owner.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-recovery-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const entry = (dir: string): Record<string, unknown> => JSON.parse(readFileSync(join(dir, "run.json"), "utf8"));

/** A process that has lived on this machine. */
const { pid: gone } = spawnSync(process.execPath, ["-e", "0"]);
const GONE: Partial<RunOwner> = { pid: gone };

interface Left {
  readonly owner?: Partial<RunOwner> | undefined;
  readonly entry?: Record<string, unknown>;
  /** how long ago everything was written */
  readonly age?: number;
}

/** A folder as a run leaves it that was killed between two heartbeats. */
function leftRun(id: string, { owner = GONE, entry: changes = {}, age = 0 }: Left = {}): string {
  const dir = join(folder, id);
  mkdirSync(dir);
  const time = Date.now() - age;
  const content = {
    experiment: { name: "left" },
    status: "RUNNING",
    start_time: isoFromMilliseconds(time - 1000),
    heartbeat: isoFromMilliseconds(time),
    meta: { options: {} },
    ...changes,
  };
  writeFileSync(join(dir, "run.json"), pythonJson(content));
  writeFileSync(join(dir, "cout.txt"), "first\n");
  if (Object.keys(owner).length > 0) {
    noteOwner(dir, { beatIntervalSeconds: owner.beatIntervalSeconds ?? 10 });
    writeFileSync(join(dir, ".owner.json"), JSON.stringify({ ...readOwner(dir), ...owner }));
  }
  for (const file of readdirSync(dir)) utimesSync(join(dir, file), time / 1000, time / 1000);
  return dir;
}

function logPoints(dir: string, time: number): void {
  const columns = (values: number[]) => ({
    steps: Float64Array.from(values, (_, index) => index),
    values: Float64Array.from(values),
    times: Float64Array.from(values, () => time),
  });
  const blocks = [
    LOG_MAGIC,
    encodeName(0, "loss"),
    encodePoints(0, columns([0.5, Number.NaN])),
    encodePoints(0, columns([Infinity])),
  ];
  writeFileSync(join(dir, "metrics.log"), Buffer.concat(blocks));
}

const kinds = ({ runs }: RecoveryReport): string[] => runs.map(({ id, kind }) => `${id} ${kind}`);

/** Every file below the folder, with its content and the time of its last change. */
function snapshot(): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
  return Object.fromEntries(
    files.map((file) => [file, `${statSync(join(folder, file)).mtimeMs} ${readFileSync(join(folder, file), "utf8")}`]),
  );
}

test("a run whose process is gone becomes DEAD, its metrics complete", async () => {
  const dir = leftRun("1");
  const time = Date.UTC(2040, 0, 1);
  logPoints(dir, time);
  writeFileSync(join(dir, "metrics.json"), "{}");
  const before = entry(dir);
  const report = await recoverRuns(folder);
  expect(report).toMatchObject({
    total: 1,
    runs: [{ id: "1", kind: "dead", points: 3, stopTime: "2040-01-01T00:00:00" }],
  });
  expect(entry(dir)).toEqual({ ...before, status: "DEAD", stop_time: "2040-01-01T00:00:00" });
  expect(readFileSync(join(dir, "metrics.json"), "utf8").replaceAll(/\s/g, "")).toBe(
    '{"loss":{"steps":[0,1,0],"timestamps":["2040-01-01T00:00:00","2040-01-01T00:00:00","2040-01-01T00:00:00"],"values":[0.5,NaN,Infinity]}}',
  );
  expect(readdirSync(dir).sort()).toEqual(["cout.txt", "metrics.json", "metrics.log", "run.json"]);
});

test("a second recovery finds nothing to do", async () => {
  logPoints(leftRun("1"), 0);
  leftRun("named");
  await recoverRuns(folder);
  const before = snapshot();
  expect(await recoverRuns(folder)).toEqual({ total: 2, runs: [], swept: 0 });
  expect(snapshot()).toEqual(before);
});

test("a dry run tells the same and changes nothing", async () => {
  const dir = leftRun("1");
  logPoints(dir, 0);
  writeFileSync(join(dir, `.run.json.${gone}-0-1.tmp`), "{");
  const before = snapshot();
  const told = await recoverRuns(folder, { dryRun: true });
  expect(snapshot()).toEqual(before);
  expect(await recoverRuns(folder)).toEqual(told);
  expect(told.swept).toBe(1);
});

test("runs that live, have ended or are queued are not touched, however old their heartbeat is", async () => {
  leftRun("1", { owner: { startTicks: readOwnTicks() }, age: 1000 * HOUR });
  leftRun("2", { owner: {}, age: 0 });
  for (const status of ["COMPLETED", "QUEUED", "FAILED", "INTERRUPTED", "OUT_OF_BUDGET"])
    leftRun(status, { owner: {}, entry: { status }, age: 1000 * HOUR });
  const before = snapshot();
  expect(await recoverRuns(folder, { deadAfterSeconds: 60 })).toMatchObject({ total: 7, runs: [] });
  expect(snapshot()).toEqual(before);
});

function readOwnTicks(): string | undefined {
  noteOwner(folder, { beatIntervalSeconds: 1 });
  const ticks = readOwner(folder)?.startTicks;
  rmSync(join(folder, ".owner.json"));
  return ticks;
}

test("a run that nobody can look at is dead when it has been silent for long", async () => {
  leftRun("1", { owner: {}, age: HOUR });
  leftRun("2", { owner: { hostname: `not-${hostname()}` }, age: HOUR });
  leftRun("3", { owner: { bootId: "another" }, age: HOUR });
  leftRun("4", { owner: { pidNamespace: "another" }, age: HOUR });
  leftRun("5", { owner: { hostname: `not-${hostname()}` }, age: HOUR / 10 });
  leftRun("6", { owner: { hostname: `not-${hostname()}`, beatIntervalSeconds: 3600 }, age: HOUR });
  leftRun("7", { owner: {}, entry: { meta: { options: { "--beat_interval": "3600" } } }, age: HOUR });
  leftRun("8", { owner: {}, entry: { heartbeat: null, start_time: null }, age: HOUR });
  const report = await recoverRuns(folder, { dryRun: true });
  expect(kinds(report)).toEqual(["1 dead", "2 dead", "3 dead", "4 dead", "8 dead"]);
  expect(kinds(await recoverRuns(folder, { dryRun: true, deadAfterSeconds: 60 }))).toHaveLength(8);
});

test("without heartbeats and without a process to look at nothing is decided unless one says so", async () => {
  leftRun("1", { owner: { hostname: `not-${hostname()}`, beatIntervalSeconds: 0 }, age: 1000 * HOUR });
  expect(kinds(await recoverRuns(folder))).toEqual(["1 unknown"]);
  expect(entry(join(folder, "1"))["status"]).toBe("RUNNING");
  expect(kinds(await recoverRuns(folder, { deadAfterSeconds: 3600 }))).toEqual(["1 dead"]);
});

test("a heartbeat from the future is a sign of life", async () => {
  leftRun("1", { owner: {}, age: -HOUR });
  expect(kinds(await recoverRuns(folder, { deadAfterSeconds: 1 }))).toEqual([]);
});

test.runIf(process.platform === "linux")("a process is told from one that got its id later", () => {
  noteOwner(folder, { beatIntervalSeconds: 1 });
  const own = readOwner(folder);
  if (own === undefined) throw new Error("The owner was noted.");
  expect(ownerState(own)).toBe("alive");
  expect(ownerState({ ...own, pid: gone })).toBe("gone");
  expect(ownerState({ ...own, bootId: "another" })).toBe("unseen");
  expect(ownerState({ ...own, startTicks: "1" })).toBe("gone");
});

test.runIf(process.platform === "linux")("a zombie is gone", async () => {
  noteOwner(folder, { beatIntervalSeconds: 1 });
  const own = readOwner(folder);
  // What the shell becomes never asks for the end of the child that the shell had.
  const script = "cat <&3 & echo $!; exec sleep 60";
  const parent = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore", "pipe"] });
  try {
    const [line] = await once(parent.stdout ?? parent, "data");
    const pid = Number(line);
    const field = (of: number, index: number): string | undefined =>
      readFileSync(`/proc/${of}/stat`, "utf8").split(" ")[index];
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
    };
    await until(() => field(parent.pid ?? 0, 1) === "(sleep)");
    parent.stdio[3]?.destroy();
    await until(() => field(pid, 2) === "Z");
    if (own === undefined) throw new Error("The owner was noted.");
    expect(ownerState({ ...own, pid, startTicks: field(pid, 21) })).toBe("gone");
  } finally {
    parent.kill("SIGKILL");
  }
});

test("what Python has stored stays to the letter but for the status", async () => {
  const dir = leftRun("1", { owner: {}, age: HOUR });
  const text = `{
  "heartbeat": "2024-03-01T12:00:00.130456",
  "result": {
    "big": 123456789012345678901234567890,
    "status": "RUNNING",
    "value": NaN
  },
  "start_time": "2024-03-01T12:00:00.123456",
  "status": "RUNNING"
}`;
  writeFileSync(join(dir, "run.json"), text);
  utimesSync(join(dir, "run.json"), 1, 1);
  await recoverRuns(folder);
  expect(readFileSync(join(dir, "run.json"), "utf8")).toBe(
    text.replace('\n  "status": "RUNNING"', '\n  "status": "DEAD",\n  "stop_time": "2024-03-01T12:00:00.130456"'),
  );
});

test("a run.json in another layout is marked, too", async () => {
  const dir = leftRun("1");
  writeFileSync(join(dir, "run.json"), JSON.stringify({ status: "RUNNING", heartbeat: "2024-03-01T12:00:00" }));
  await recoverRuns(folder);
  expect(entry(dir)).toEqual({ status: "DEAD", heartbeat: "2024-03-01T12:00:00", stop_time: "2024-03-01T12:00:00" });
});

test("a run.json that can't be read is reported, left alone, and keeps no other run from being repaired", async () => {
  writeFileSync(join(leftRun("1"), "run.json"), '{\n  "status": "RUNN');
  leftRun("2");
  expect(kinds(await recoverRuns(folder))).toEqual(["1 failed", "2 dead"]);
  expect(readFileSync(join(folder, "1", "run.json"), "utf8")).toBe('{\n  "status": "RUNN');
});

test("a log that is cut anywhere gives the points before the cut", async () => {
  const dir = leftRun("1");
  logPoints(dir, 0);
  const log = readFileSync(join(dir, "metrics.log"));
  const kept = ["run.json", ".owner.json"].map((file) => [file, readFileSync(join(dir, file))] as const);
  const seen = new Set<number>();
  for (let length = 0; length <= log.length; length++) {
    rmSync(join(dir, "metrics.json"), { force: true });
    writeFileSync(join(dir, "metrics.log"), log.subarray(0, length));
    for (const [file, content] of kept) writeFileSync(join(dir, file), content);
    const [found] = (await recoverRuns(folder)).runs;
    const points = found?.kind === "dead" ? found.points : Number.NaN;
    const values =
      readFileSync(join(dir, "metrics.json"), "utf8")
        .match(/(?<="values": \[)[^\]]*/)?.[0]
        .trim() ?? "";
    expect(values.split(/,\s*/).filter(Boolean)).toEqual(["0.5", "NaN", "Infinity"].slice(0, points));
    seen.add(points);
  }
  expect([...seen]).toEqual([0, 2, 3]);
});

test("metrics.json stays where a damaged log knows less", async () => {
  const dir = leftRun("1");
  logPoints(dir, 0);
  const kept = ["run.json", ".owner.json"].map((file) => [file, readFileSync(join(dir, file))] as const);
  await recoverRuns(folder);
  const whole = readFileSync(join(dir, "metrics.json"), "utf8");
  const log = readFileSync(join(dir, "metrics.log"));
  log[40] = (log[40] ?? 0) ^ 1;
  writeFileSync(join(dir, "metrics.log"), log);
  for (const [file, content] of kept) writeFileSync(join(dir, file), content);
  await recoverRuns(folder);
  expect(entry(dir)["status"]).toBe("DEAD");
  expect(readFileSync(join(dir, "metrics.json"), "utf8")).toBe(whole);
});

test("output that a killed run's capture has left is attached, once, to every run that has a part in it", async () => {
  const capture = join(folder, `sacred-ts-capture-${gone}-3.txt`);
  writeFileSync(capture, "first\nsecond \u00e4\n");
  const dirs = ["1", "2"].map((id) => leftRun(id));
  for (const dir of dirs) writeFileSync(join(dir, ".capture"), formatCaptureNote({ file: capture, offset: 0 }));
  expect((await recoverRuns(folder)).runs).toMatchObject([{ outputBytes: 10 }, { outputBytes: 10 }]);
  for (const dir of dirs) {
    expect(readFileSync(join(dir, "cout.txt"), "utf8")).toBe("first\nsecond \u00e4\n");
    expect(existsSync(join(dir, ".capture"))).toBe(false);
  }
  expect((await recoverRuns(folder)).runs).toEqual([]);
});

test.each([
  ["what was captured for others before it is left out", "others\nfirst\nrest", 7, "first\nrest", undefined],
  ["a filter for progress bars is applied again", "1%\b\b\rfirst\n50%\r99%", 0, "first\n99%", undefined],
  ["what doesn't fit is kept beside", "else\n", 0, "first\n", "else\n"],
  ["a capture that knows less than what is stored is kept beside", "fir", 0, "first\n", "fir"],
])("of captured output: %s", async (_what, captured, offset, output, aside) => {
  const dir = leftRun("1");
  const path = join(folder, `sacred-ts-capture-${gone}-0.txt`);
  writeFileSync(path, captured);
  writeFileSync(join(dir, ".capture"), formatCaptureNote({ file: path, offset }));
  await recoverRuns(folder);
  expect(readFileSync(join(dir, "cout.txt"), "utf8")).toBe(output);
  expect(readIfThere(join(dir, "cout.captured.txt"))).toBe(aside);
});

test.each([
  ["as it was printed", "", "printed\n".repeat(1 << 23)],
  ["as a terminal shows it", "50%\r", "shown\n".repeat(1 << 23)],
  ["beside what it doesn't fit", "else", "printed\n".repeat(1 << 23)],
])("output of any size is attached %s, without being held in memory", (_how, before, rest) => {
  const dir = leftRun("1");
  const path = join(folder, `sacred-ts-capture-${gone}-0.txt`);
  writeFileSync(path, `${before}first\n${rest}`);
  writeFileSync(join(dir, ".capture"), formatCaptureNote({ file: path, offset: 0 }));
  const idle = peakMegabytes("recover", join(folder, "nowhere"));
  expect(peakMegabytes("recover", folder) - idle).toBeLessThan(40);
  const aside = join(dir, "cout.captured.txt");
  expect(statSync(before === "else" ? aside : join(dir, "cout.txt")).size).toBe(
    before.replace("50%\r", "").length + 6 + rest.length,
  );
});

/** What the built program needs at most. */
function peakMegabytes(...args: string[]): number {
  const program = fileURLToPath(new URL("../../../dist/node/bin/sacred-ts.js", import.meta.url));
  const told = 'process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)))';
  const url = `data:text/javascript,${encodeURIComponent(`import { createRequire } from "node:module"; const require = createRequire(process.cwd() + "/"); ${told}`)}`;
  const { output } = spawnSync(process.execPath, ["--import", url, program, ...args], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  return Number(output[3]) / 1024;
}

test.each(["secret.txt", "sacred-ts-capture-1-0.txt", "sacred-ts-capture-link.txt"])(
  "a note that names %s doesn't make us copy it",
  async (name) => {
    const dir = leftRun("1");
    const path = join(folder, name);
    writeFileSync(path, "first\nsecret");
    writeFileSync(join(dir, ".capture"), formatCaptureNote({ file: path, offset: 0 }));
    await recoverRuns(folder);
    expect(readFileSync(join(dir, "cout.txt"), "utf8")).toBe("first\n");
    expect(readFileSync(path, "utf8")).toBe("first\nsecret");
  },
);

/** What a run keeps elsewhere that found no room for its end. */
function keepUnsaved(where: string, changes: Record<string, unknown> = {}): string {
  const path = join(where, `sacred-unsaved-${gone}-1.json`);
  const { start_time: startTime } = entry(join(folder, "1"));
  const content = {
    run_id: "1",
    start_time: startTime,
    observer: `FileStorageObserver(${folder})`,
    events: [
      {
        event: "heartbeatEvent",
        info: { note: "sgd" },
        output: { offset: 6, text: "second ä\n" },
        beatTime: "2040-01-01T00:00:01.500",
        result: null,
      },
      { event: "completedEvent", stopTime: "2040-01-01T00:00:02", result: { accuracy: Number.NaN } },
    ],
    ...changes,
  };
  writeFileSync(path, pythonJson(content));
  return path;
}

test("the end that a run has kept elsewhere is stored, once, and the file goes", async () => {
  const elsewhere = join(folder, "_elsewhere");
  mkdirSync(elsewhere);
  const dir = leftRun("1", { owner: { ...GONE, unsavedIn: [join(folder, "nowhere"), elsewhere] } });
  logPoints(dir, 0);
  // The disk was full in the middle of the line.
  writeFileSync(join(dir, "cout.txt"), "first\nsec");
  const path = keepUnsaved(elsewhere);
  const before = snapshot();
  const told = await recoverRuns(folder, { dryRun: true });
  expect(told.runs).toEqual([{ id: "1", kind: "restored", status: "COMPLETED", from: path, points: 3 }]);
  expect(snapshot()).toEqual(before);
  expect(await recoverRuns(folder)).toEqual(told);
  expect(readFileSync(join(dir, "run.json"), "utf8")).toContain('"accuracy": NaN');
  const { result: _, ...rest } = JSON.parse(readFileSync(join(dir, "run.json"), "utf8").replace("NaN", "0"));
  expect(rest).toMatchObject({
    status: "COMPLETED",
    heartbeat: "2040-01-01T00:00:01.500000",
    stop_time: "2040-01-01T00:00:02",
  });
  expect(readFileSync(join(dir, "cout.txt"), "utf8")).toBe("first\nsecond ä\n");
  expect(JSON.parse(readFileSync(join(dir, "info.json"), "utf8"))).toEqual({ note: "sgd" });
  expect(readFileSync(join(dir, "metrics.json"), "utf8")).toContain('"loss"');
  expect(existsSync(path)).toBe(false);
  expect(await recoverRuns(folder)).toEqual({ total: 1, runs: [], swept: 0 });
});

test.each([
  ["failedEvent", { failTime: "2040-01-01T00:00:02", failTrace: ["Error: no\n"] }, { status: "FAILED" }],
  ["interruptedEvent", { interruptTime: "2040-01-01T00:00:02", status: "TIMEOUT" }, { status: "TIMEOUT" }],
])(
  "so is the end that %s tells, also of a run that was marked DEAD before the file was found",
  async (event, what, status) => {
    const dir = leftRun("1");
    await recoverRuns(folder);
    expect(entry(dir)["status"]).toBe("DEAD");
    keepUnsaved(folder, { events: [{ event, ...what }] });
    expect(kinds(await recoverRuns(folder))).toEqual(["1 restored"]);
    expect(entry(dir)).toMatchObject({ ...status, stop_time: "2040-01-01T00:00:02" });
  },
);

test.each([
  ["of another run", { run_id: "2" }],
  ["of an earlier run with this id", { start_time: "2001-01-01T00:00:00" }],
  ["of a run that has ended here, and failed in another store", { observer: "FileStorageObserver(/elsewhere)" }],
  ["without events", { events: 5 }],
])("a file %s changes nothing", async (_what, changes) => {
  leftRun("1", { owner: {}, entry: { status: "COMPLETED" } });
  keepUnsaved(folder, changes);
  const before = snapshot();
  expect((await recoverRuns(folder)).runs).toEqual([]);
  expect(snapshot()).toEqual(before);
});

test.runIf(process.getuid?.() === 0)("a file of another user isn't believed", async () => {
  const dir = leftRun("1");
  chownSync(keepUnsaved(folder), 65534, 65534);
  expect(kinds(await recoverRuns(folder))).toEqual(["1 dead"]);
  expect(entry(dir)["status"]).toBe("DEAD");
});

test("a run that was killed before its first record goes with its folder", async () => {
  const dir = leftRun("1");
  rmSync(join(dir, "run.json"));
  writeFileSync(join(dir, "cout.txt"), "");
  writeFileSync(join(dir, "config.json"), "{}");
  writeFileSync(join(dir, `.run.json.${gone}-0-1.tmp`), "{");
  const told = await recoverRuns(folder, { dryRun: true });
  expect(told).toMatchObject({ runs: [{ id: "1", kind: "removed" }], swept: 1 });
  expect(existsSync(join(dir, "config.json"))).toBe(true);
  expect(await recoverRuns(folder)).toEqual(told);
  expect(readdirSync(folder)).toEqual([]);
});

test("an empty folder goes when it is old and called as we call runs; else it is named", async () => {
  const old = Date.now() / 1000 - 3600;
  for (const id of ["1", "2", "named"]) mkdirSync(join(folder, id));
  for (const id of ["2", "named"]) utimesSync(join(folder, id), old, old);
  expect((await recoverRuns(folder)).runs).toEqual([
    { id: "1", kind: "unknown", reason: "its folder is empty: it may just be beginning" },
    { id: "2", kind: "removed", reason: "nothing has happened in its folder for 60 minutes" },
    { id: "named", kind: "unknown", reason: "its folder is empty" },
  ]);
  expect(readdirSync(folder)).toEqual(["1", "named"]);
  expect(kinds(await recoverRuns(folder, { deadAfterSeconds: 1800 }))).toEqual(["1 unknown", "named removed"]);
});

test("a folder without a record that holds anything else stays, and one of a living process, or of somebody's own", async () => {
  const dir = leftRun("1");
  rmSync(join(dir, "run.json"));
  leftRun("2", { owner: { startTicks: readOwnTicks() } });
  rmSync(join(folder, "2", "run.json"));
  mkdirSync(join(folder, "plots"));
  writeFileSync(join(folder, "plots", "loss.png"), "");
  const before = snapshot();
  expect((await recoverRuns(folder, { deadAfterSeconds: 0 })).runs).toEqual([
    { id: "1", kind: "unknown", reason: "it has no run.json, but holds cout.txt" },
  ]);
  expect(snapshot()).toEqual(before);
});

test("left-overs of dead processes go; those of living ones, and files of the user, stay", async () => {
  const dir = leftRun("1");
  mkdirSync(join(dir, "plots"));
  mkdirSync(join(folder, "_sources"));
  const old = Date.now() / 1000 - 3600;
  const leave = (path: string, time?: number): void => {
    writeFileSync(join(folder, path), "half");
    if (time !== undefined) utimesSync(join(folder, path), time, time);
  };
  leave(`1/.run.json.${gone}-0-3.tmp`);
  leave(`1/plots/.a.png.${gone}-2-3.tmp`);
  leave(`_sources/.a.py.${gone}-0-1.tmp`, old);
  leave(`_sources/.b.py.${gone}-0-1.tmp`);
  leave(`_sources/.c.py.${process.ppid}-0-1.tmp`, old);
  leave("1/mine.tmp", old);
  expect((await recoverRuns(folder)).swept).toBe(3);
  expect(readdirSync(join(folder, "_sources")).sort()).toEqual([
    `.b.py.${gone}-0-1.tmp`,
    `.c.py.${process.ppid}-0-1.tmp`,
  ]);
  expect(readdirSync(join(dir, "plots"))).toEqual([]);
  expect(existsSync(join(dir, "mine.tmp"))).toBe(true);
});

test("captured output that was kept beside the runs goes once it is old and no run needs it", async () => {
  mkdirSync(join(folder, ".sacred-ts"));
  const old = Date.now() / 1000 - 3600;
  const capture = (pid: number, count: number, time: number): string => {
    const path = join(folder, ".sacred-ts", `sacred-ts-capture-${pid}-${count}.txt`);
    writeFileSync(path, "first\nsecond\n");
    utimesSync(path, time, time);
    return path;
  };
  const needed = capture(gone, 1, old);
  const [unneeded, young, living] = [
    capture(gone, 2, old),
    capture(gone, 3, Date.now() / 1000),
    capture(process.ppid, 1, old),
  ];
  // A run of another machine: nobody here can tell.
  const dir = leftRun("1", { owner: { hostname: "elsewhere" } });
  writeFileSync(join(dir, ".capture"), formatCaptureNote({ file: needed, offset: 0 }));
  expect((await recoverRuns(folder, { dryRun: true })).swept).toBe(1);
  expect((await recoverRuns(folder)).swept).toBe(1);
  expect([needed, unneeded, young, living].map(existsSync)).toEqual([true, false, true, true]);
});

test("left-overs in folders that an observer was told to use go with its first run", async () => {
  const sourceDir = join(folder, "elsewhere", "sources");
  const resourceDir = join(folder, "elsewhere", "resources");
  const old = Date.now() / 1000 - 3600;
  for (const dir of [sourceDir, resourceDir]) {
    mkdirSync(dir, { recursive: true });
    for (const name of [`.a.${gone}-0-1.tmp`, "mine.tmp"]) {
      writeFileSync(join(dir, name), "half");
      utimesSync(join(dir, name), old, old);
    }
    writeFileSync(join(dir, `.young.${gone}-0-1.tmp`), "half");
  }
  const observers = [new FileStorageObserver(join(folder, "runs"), { resourceDir, sourceDir, copySources: false })];
  const ex = experiment("sweeping", { observers });
  ex.main(() => 1);
  await ex.run({ options: { loglevel: "ERROR" } });
  for (const dir of [sourceDir, resourceDir])
    expect(readdirSync(dir).sort()).toEqual([`.young.${gone}-0-1.tmp`, "mine.tmp"]);
});

test("a folder that isn't there is an error that names it", async () => {
  await expect(recoverRuns(join(folder, "nowhere"))).rejects.toThrow(`no runs to read in ${join(folder, "nowhere")}`);
});
