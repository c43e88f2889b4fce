import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { withDatabase } from "../../../tests/support/browser-runs.ts";
import type { IndexedDbReader, LongTaskOptions, Progress } from "../index.ts";

/** A .zip of runs, each with an artifact of its own and a source that all have. */
function zipOf(runs: number, status = "COMPLETED"): Blob {
  const files: Record<string, Uint8Array> = { "_sources/a.py": strToU8("print(1)") };
  for (let run = 1; run <= runs; run++) {
    const entry = { experiment: { name: "z", sources: [["a.py", "_sources/a.py"]] }, status, artifacts: ["made.txt"] };
    files[`${run}/run.json`] = strToU8(JSON.stringify({ ...entry, start_time: "2026-01-02T03:04:05.678000" }));
    files[`${run}/config.json`] = strToU8(`{"lr": ${run}}`);
    files[`${run}/cout.txt`] = strToU8("printed\n");
    files[`${run}/made.txt`] = strToU8(`by ${run}`);
  }
  return new Blob([new Uint8Array(zipSync(files))]);
}

interface Heard extends Progress {
  readonly isEarlier: boolean;
}

/** Everything that a task has told, and whether it ever went back. */
async function heard(task: (options: LongTaskOptions) => Promise<unknown>): Promise<Heard[]> {
  const all: Heard[] = [];
  await task({
    onProgress(progress) {
      const before = all.at(-1);
      const isEarlier = before !== undefined && (progress.runs < before.runs || progress.bytes < before.bytes);
      all.push({ ...progress, isEarlier });
    },
  });
  expect(all.filter(({ isEarlier }) => isEarlier)).toEqual([]);
  return all;
}

test("everything that takes long tells how far it is", () =>
  withDatabase(async (_database, reader) => {
    const imported = await heard((options) => reader.importZip(zipOf(5, "RUNNING"), options));
    expect(imported[0]).toMatchObject({ runs: 0, totalRuns: 5 });
    expect(imported.at(-1)).toMatchObject({ runs: 5, totalRuns: 5, bytes: imported.at(-1)?.totalBytes });
    const exported = await heard((options) => reader.exportZip(undefined, options));
    expect(exported.at(-1)).toMatchObject({ runs: 5, totalRuns: 5, bytes: imported.at(-1)?.totalBytes });
    const last = { runs: 5, totalRuns: 5 };
    expect((await heard((options) => reader.list({ config: { lr: 3 } }, options))).at(-1)).toMatchObject(last);
    expect((await heard((options) => reader.markDead(options))).at(-1)).toMatchObject(last);
    expect((await heard((options) => reader.delete([1, 2, 3, 4, "5"], options))).at(-1)).toMatchObject(last);
    expect(await reader.list()).toEqual([]);
  }));

type Task = (reader: IndexedDbReader, options: LongTaskOptions) => Promise<unknown>;
const TASKS: readonly (readonly [what: string, task: Task])[] = [
  ["an import", (reader, options) => reader.importZip(zipOf(9), options)],
  ["an export", (reader, options) => reader.exportZip(undefined, options)],
  ["a list", (reader, options) => reader.list({ config: { lr: 7 } }, options)],
  ["a deletion", (reader, options) => reader.delete([1, 2, 3], options)],
  ["marking the dead", (reader, options) => reader.markDead(options)],
];

/** How a database looks to its readers. */
async function state(reader: IndexedDbReader): Promise<unknown[]> {
  return (await reader.list()).map(({ id, status }) => `${id} ${status}`).sort();
}

test.each(TASKS)("%s that is aborted rejects with the reason, and leaves everything as it was", (_what, task) =>
  withDatabase(async (_database, reader) => {
    await reader.importZip(zipOf(3, "RUNNING"));
    const before = await state(reader);
    const reason = new RangeError("enough");
    await expect(task(reader, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    for (const after of [0, 1, 2]) {
      const controller = new AbortController();
      const onProgress = ({ runs }: Progress): void => void (runs >= after && controller.abort(reason));
      await expect(task(reader, { signal: controller.signal, onProgress })).rejects.toBe(reason);
      expect(await state(reader)).toEqual(before);
    }
    const failing = (): never => {
      throw reason;
    };
    await expect(task(reader, { onProgress: failing })).rejects.toBe(reason);
    expect(await state(reader)).toEqual(before);
    await task(reader, {});
  }),
);

test("the end of an import is heard in the middle of it, and a limit in time is one", () =>
  withDatabase(async (_database, reader) => {
    const zip = zipOf(300);
    const controller = new AbortController();
    const imported = reader.importZip(zip, { signal: controller.signal });
    setTimeout(() => controller.abort(), 0);
    await expect(imported).rejects.toMatchObject({ name: "AbortError" });
    await expect(reader.importZip(zip, { signal: AbortSignal.timeout(1) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    expect(await reader.list()).toEqual([]);
  }));

test("an export of more than maxBytes is refused, with the run from which on it is too much", () =>
  withDatabase(async (_database, reader) => {
    await reader.importZip(zipOf(3));
    await expect(reader.exportZip([1, 2, 3], { maxBytes: 300 })).rejects.toThrow(
      /0\.0003 MB of `maxBytes`, from the run 2 on/,
    );
    expect((await reader.exportZip([1], { maxBytes: 300 })).size).toBeGreaterThan(0);
  }));

test("runs that take the ids of others get the next ones, whatever their order", () =>
  withDatabase(async (_database, reader) => {
    await reader.importZip(zipOf(3));
    const { runs } = await reader.importZip(zipOf(5, "FAILED"));
    expect(runs.filter(({ wasHere }) => wasHere)).toEqual([]);
    expect(new Set((await reader.list()).map(({ id }) => id)).size).toBe(8);
    const texts = await Promise.all(
      runs.map(async ({ id, from }) => [
        from,
        await (await reader.read(id)).config(),
        await (await reader.read(id)).output(),
      ]),
    );
    expect(texts).toEqual(runs.map(({ from }) => [from, { lr: Number(from) }, "printed\n"]));
  }));
