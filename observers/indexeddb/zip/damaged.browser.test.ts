import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { ObserverError } from "../../../core/errors/index.ts";
import { storeRun, withDatabase } from "../../../tests/support/browser-runs.ts";
import type { IndexedDbReader } from "../index.ts";

const RUN = JSON.stringify({
  experiment: { name: "z" },
  status: "COMPLETED",
  start_time: "2026-01-02T03:04:05.678000",
});

function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Blob {
  const entries = Object.entries(files).map(([path, content]): [string, Uint8Array] => [
    path,
    typeof content === "string" ? strToU8(content) : content,
  ]);
  return new Blob([new Uint8Array(zipSync(Object.fromEntries(entries)))]);
}

/** An export of one run with a bit of everything. */
async function exported(): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array();
  await withDatabase(async (database, reader) => {
    await storeRun(database, async ({ _run }) => {
      _run.info["note"] = "kept";
      for (let i = 0; i < 50; i++) _run.logScalar("loss", i / 3);
      await _run.addArtifact(new Blob(["made"]), { name: "a.txt" });
    });
    bytes = new Uint8Array(await (await reader.exportZip()).arrayBuffer());
  });
  return bytes;
}

/** Why an import was refused, and what there is afterwards. */
async function refusal(reader: IndexedDbReader, zip: Blob): Promise<Refusal> {
  const error: unknown = await reader.importZip(zip).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const isClear = error instanceof ObserverError && error.message.includes("Nothing was imported");
  return { message: error instanceof Error ? error.message : "", isClear, runs: (await reader.list()).length };
}

interface Refusal {
  readonly message: string;
  readonly isClear: boolean;
  readonly runs: number;
}

const refusedAs = (message: RegExp): object => ({ message: expect.stringMatching(message), isClear: true, runs: 0 });

test.each<[string, Record<string, string>, RegExp]>([
  ["a path out of the folder", { "1/run.json": RUN, "../evil.txt": "x" }, /"\.\.\/evil\.txt" would lie outside/],
  ["a path through a run's folder", { "1/run.json": RUN, "1/../../evil": "x" }, /would lie outside/],
  ["an absolute path", { "1/run.json": RUN, "/etc/passwd": "x" }, /would lie outside/],
  ["a path of Windows", { "1/run.json": RUN, "1\\..\\evil": "x" }, /would lie outside/],
  ["no run", { "readme.txt": "hello" }, /no run in it/],
  ["a run.json that is no JSON", { "1/run.json": "{", "2/run.json": RUN }, /1\/run\.json: /],
  ["a config.json that is no JSON", { "1/run.json": RUN, "1/config.json": "nope" }, /1\/config\.json: /],
  ["a metrics.json that is no JSON", { "1/run.json": RUN, "1/metrics.json": '{"loss"' }, /1\/metrics\.json: /],
])("a .zip with %s is refused as a whole", (_what, files, message) =>
  withDatabase(async (_database, reader) => expect(await refusal(reader, zipOf(files))).toEqual(refusedAs(message))),
);

test("what is no .zip is refused", () =>
  withDatabase(async (_database, reader) => {
    for (const content of ["", "hello", "x".repeat(100_000)])
      expect(await refusal(reader, new Blob([content]))).toEqual(
        refusedAs(/no directory: it may be cut short, or be no \.zip/),
      );
  }));

test("a .zip that unpacks to too much isn't unpacked", () =>
  withDatabase(async (_database, reader) => {
    const zip = zipOf({ "1/run.json": RUN, "1/big.bin": new Uint8Array(30e6) });
    expect(zip.size).toBeLessThan(100_000);
    await expect(reader.importZip(zip, { maxBytes: 1e6 })).rejects.toThrow(/30 MB, more than the 1 MB of `maxBytes`/);
    expect(await reader.list()).toEqual([]);
  }));

test("a .zip that says it is small is unpacked no further than that", () =>
  withDatabase(async (_database, reader) => {
    const bytes = new Uint8Array(await zipOf({ "1/run.json": RUN, "1/big.bin": new Uint8Array(30e6) }).arrayBuffer());
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === 30e6)
        view.setUint32(at + 24, 10, true);
    }
    expect(await refusal(reader, new Blob([bytes]))).toEqual(
      refusedAs(/"1\/big\.bin" (?:can't be unpacked|doesn't match its checksum)/),
    );
  }));

test("a .zip that was cut is refused, wherever", async () => {
  const bytes = await exported();
  await withDatabase(async (_database, reader) => {
    for (let cut = 1; cut <= 20; cut++) {
      const end = Math.floor((bytes.length * cut) / 20) - 1;
      expect(await refusal(reader, new Blob([bytes.slice(0, end)]))).toEqual(refusedAs(/The \.zip can't be imported/));
    }
  });
});

test("a flipped byte is refused, or changes nothing", async () => {
  const bytes = await exported();
  await withDatabase(async (_database, intact) => {
    await intact.importZip(new Blob([bytes]));
    const whole = await intact.exportZip();
    const outcomes: Refusal[] = [];
    const sizes: number[] = [];
    for (let at = 0; at < bytes.length; at += 31) {
      const flipped = bytes.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0x55;
      await withDatabase(async (_other, reader) => {
        const outcome = await refusal(reader, new Blob([flipped]));
        if (outcome.message !== "") outcomes.push(outcome);
        else sizes.push((await reader.exportZip()).size);
      });
    }
    expect(outcomes.filter(({ isClear, runs }) => !isClear || runs > 0)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(bytes.length / 31 / 3);
    // Times of files, and how names are flagged, are all that has no checksum.
    expect(sizes.filter((size) => Math.abs(size - whole.size) >= 64)).toEqual([]);
  });
});
