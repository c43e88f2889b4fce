import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recoverRuns } from "../../observers/file-storage/index.ts";
import { canMount, onSmallDisk } from "./mounts.ts";
import { inFolder, loggedPoints, outcome, parseAll } from "./run-folders.ts";

/** Every point of the rounds, once and in order, in the log and in metrics.json. */
function expectWhole(folder: string): void {
  const dir = join(folder, "1");
  expect(parseAll(dir)).toEqual(expect.arrayContaining(["run.json", "config.json", "metrics.json"]));
  const steps = Array.from({ length: 3000 }, (_, index) => index);
  const values = steps.map((step) => step / 2);
  expect(loggedPoints(dir, "loss")).toMatchObject({ steps, values });
  expect(loggedPoints(dir, "accuracy").values).toEqual(steps.filter((step) => step % 3 === 0).map((step) => -step));
  const metrics = JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8"));
  expect(metrics.loss).toMatchObject({ steps, values });
  expect(readdirSync(dir).filter((file) => file.startsWith("."))).toEqual([]);
}

/** The lines that the rounds print. */
const rounds = (folder: string): string[] =>
  readFileSync(join(folder, "1", "cout.txt"), "utf8").match(/^round from .*$/gm) ?? [];

const entry = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, "1", "run.json"), "utf8"));

const TOLD = /WARNING - scenario - An error occurred in the observer FileStorageObserver.*EIO/;
/** The helper thread tries again at once: a failure that is over before the next heartbeat is nothing to tell. */
const TOLD_OR_NOT = /^/;

test.each([
  ["metrics.log", 2, TOLD_OR_NOT],
  ["metrics.log", 3, TOLD_OR_NOT],
  ["metrics.json", 7, TOLD_OR_NOT],
  ["run.json", 3, TOLD],
  ["cout.txt", 2, TOLD],
  ["info.json", 3, TOLD],
])("a file layer that fails with EIO at %s, one call of %d, loses nothing", async (path, every, warning) => {
  await inFolder(async (folder) => {
    const env = { FAULT_EVERY: String(every), FAULT_PATH: path };
    const { code, answer, told } = await outcome("bad-sectors.mjs", [folder], {
      faults: "failing-files.mjs",
      env,
      cwd: folder,
    });
    expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
    expect(told).not.toContain("could not store");
    expect(told).toMatch(warning);
    expectWhole(folder);
    expect(entry(folder)).toMatchObject({ status: "COMPLETED", result: 3000 });
    expect(JSON.parse(readFileSync(join(folder, "1", "info.json"), "utf8"))).toEqual({ steps: 3000 });
    expect(rounds(folder)).toHaveLength(30);
  });
});

test("a metrics.json that can't be written is told, and recovered from the log", async () => {
  await inFolder(async (folder) => {
    const env = { FAULT_EVERY: "1", FAULT_PATH: "metrics.json" };
    const { code, answer, told } = await outcome("bad-sectors.mjs", [folder], {
      faults: "failing-files.mjs",
      env,
      cwd: folder,
    });
    expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
    expect(told).toMatch(/Metrics of the run in .* could not be stored .*: EIO/);
    const saved = readdirSync(folder).filter((name) => name.startsWith("sacred-unsaved-"));
    expect(saved.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
    expect((await recoverRuns(folder)).runs).toMatchObject([{ id: "1", kind: "restored", points: 4000 }]);
    expectWhole(folder);
    expect(entry(folder)).toMatchObject({ status: "COMPLETED", result: 3000 });
    expect((await recoverRuns(folder)).runs).toEqual([]);
  });
});

test("a metric log that can never be written ends neither the run nor the rest of its record", async () => {
  await inFolder(async (folder) => {
    const env = { FAULT_EVERY: "1", FAULT_PATH: "metrics.log" };
    const { code, answer, told } = await outcome("bad-sectors.mjs", [folder], {
      faults: "failing-files.mjs",
      env,
      cwd: folder,
    });
    expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
    expect(told).toMatch(/could not store the end of the run: Metrics of the run in .* could not be stored .*: EIO/);
    expect(entry(folder)).toMatchObject({ status: "COMPLETED", result: 3000 });
    expect(rounds(folder)).toHaveLength(30);
  });
});

test.skipIf(!canMount)("a disk that is full for a while loses nothing, and the user is told", async () => {
  await onSmallDisk("700k", async (folder) => {
    const { code, answer, told } = await outcome("full-disk.mjs", [folder, "free"]);
    expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
    expect(told).toMatch(/WARNING - scenario - An error occurred in the observer FileStorageObserver.*ENOSPC/);
    expect(told).not.toContain("could not store");
    expectWhole(folder);
    expect(entry(folder)).toMatchObject({ status: "COMPLETED", result: 3000 });
    expect(rounds(folder)).toEqual(["round from 0: ä", "round from 100: ä", "round from 2100: ä"]);
  });
});

test.skipIf(!canMount)("a disk that stays full keeps what it has; the end of the run is stored elsewhere", async () => {
  await onSmallDisk("700k", async (folder) => {
    await inFolder(async (cwd) => {
      const { code, answer, told } = await outcome("full-disk.mjs", [folder], { cwd });
      expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
      const [saved = "", points = ""] = readdirSync(cwd).sort((a, b) => a.length - b.length);
      expect(told).toContain(`Points that aren't stored are in ${join(cwd, points)}`);
      expect(statSync(join(cwd, points)).mode & 0o777).toBe(0o600);
      expect(told).toContain(`What it should have stored is in ${join(cwd, saved)}`);
      expect(JSON.parse(readFileSync(join(cwd, saved), "utf8"))).toMatchObject({
        events: [{ event: "heartbeatEvent" }, { event: "completedEvent", result: 3000 }],
      });
      expect(parseAll(join(folder, "1"))).toEqual(expect.arrayContaining(["run.json", "config.json"]));
      expect(loggedPoints(join(folder, "1"), "loss").steps.slice(0, 100)).toEqual(
        Array.from({ length: 100 }, (_, index) => index),
      );
      expect(rounds(folder)[0]).toBe("round from 0: ä");
      expect(readdirSync(join(folder, "1")).filter((file) => file.endsWith(".tmp"))).toEqual([]);
      expect(statSync(join(cwd, saved)).mode & 0o777).toBe(0o600);
      // Somebody makes room: what the file says is stored where it belongs.
      rmSync(join(folder, "filler"));
      expect((await recoverRuns(folder)).runs).toMatchObject([{ id: "1", kind: "restored", status: "COMPLETED" }]);
      expect(entry(folder)).toMatchObject({ status: "COMPLETED", result: 3000 });
      expect(JSON.parse(readFileSync(join(folder, "1", "info.json"), "utf8"))).toEqual({ steps: 3000 });
      expect(rounds(folder)).toEqual(["round from 0: ä", "round from 100: ä", "round from 2100: ä"]);
      expect(readdirSync(cwd)).toEqual([]);
      expectWhole(folder);
    });
  });
});

test.skipIf(!canMount)("a disk that is full at the start is an error, and leaves no half run", async () => {
  await onSmallDisk("4k", async (folder) => {
    const { answer } = await outcome("full-disk.mjs", [folder]);
    expect(answer).toEqual({ error: "ObserverError", message: expect.stringMatching(/stored in .*: ENOSPC/) });
    expect(readdirSync(folder).filter((name) => /^\d+$/.test(name))).toEqual([]);
  });
});

test.skipIf(!canMount)("a folder that becomes read-only for a while loses nothing, and the user is told", async () => {
  await onSmallDisk("4m", async (disk) => {
    const folder = join(disk, "runs");
    mkdirSync(folder);
    const { code, answer, told } = await outcome("read-only.mjs", [folder, disk]);
    expect({ code, answer }).toEqual({ code: 0, answer: { status: "COMPLETED", result: 3000 } });
    expect(told).toMatch(/WARNING - scenario - An error occurred in the observer FileStorageObserver.*EROFS/);
    expect(told).not.toContain("could not store");
    expectWhole(folder);
    expect(rounds(folder)).toEqual(["round from 0: ä", "round from 1000: ä"]);
  });
});

test("a clock that goes back by an hour stops neither heartbeats nor metrics", async () => {
  await inFolder(async (folder) => {
    const { code, answer } = await outcome("clock.mjs", [folder], { faults: "clock-back.mjs" });
    expect({ code, answer }).toMatchObject({ code: 0, answer: { status: "COMPLETED" } });
    expect(answer["result"]).toHaveLength(3);
    expectWhole(folder);
    const { times } = loggedPoints(join(folder, "1"), "loss");
    expect((times[1500] ?? 0) - (times[1499] ?? 0)).toBeLessThan(-3_000_000);
  });
});
