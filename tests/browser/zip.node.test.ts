import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { FileStorageReader } from "../../observers/file-storage/index.ts";
import { Consumer } from "../support/consumer.ts";
import { hasPython, runPython } from "../support/python.ts";
import { hasChromium, useChromium } from "./chromium.ts";
import { isPeakKnown, peakMegabytes } from "./peak-memory.ts";
import { openTab, serveStoring } from "./storing-page.ts";
import {
  copyDatabase,
  exportFrom,
  type Files,
  importInto,
  openWithZip,
  readFiles,
  spelled,
  writeFiles,
} from "./zipped-runs.ts";

const openPage = useChromium();
const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));
const PYTHONS = fileURLToPath(new URL("../conformance/vectors/storage/file_storage/", import.meta.url));

/** The folder of an export of two runs that were made in a page: one completed, one failed. */
async function exportedFolder(): Promise<string> {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  await page.evaluate(async () => {
    await window.sacred.store(async ({ _run }) => {
      for (let i = 0; i < 5000; i++) _run.logScalar("loss", i / 3);
      for (const value of [Number.NaN, -Infinity, 1e-7, 1e22]) _run.logScalar("odd", value);
      _run.info["note"] = { text: "é ∞", list: [1, null] };
      console.log("printed: é");
      await _run.addArtifact(new Blob(["made"]), { name: "a file.txt", metadata: { of: "this" } });
      await _run.addResource(new File(["a,b"], "data.csv"));
      return { accuracy: 0.75 };
    }, "made");
    const failing = window.sacred.store(() => {
      throw new TypeError("This is how it fails.");
    }, "made");
    await failing.catch(() => undefined);
  });
  return writeFiles(await exportFrom(page, "made"));
}

const CONFIG = { lr: 0.5, text: "é ∞", layers: [1, 2], seed: 5 };

test.skipIf(!hasChromium)(
  "Node's reader reads what a browser has exported, and there is nothing to repair",
  async () => {
    const folder = await exportedFolder();
    const reader = new FileStorageReader(folder);
    const [completed, failed] = [await reader.read(1), await reader.read(2)];
    expect(completed).toMatchObject({ status: "COMPLETED", entry: { result: { accuracy: 0.75 } } });
    expect(failed).toMatchObject({ status: "FAILED" });
    expect(JSON.stringify(failed.entry["fail_trace"])).toContain("This is how it fails.");
    for (const run of [completed, failed]) expect(run.config()).toEqual(CONFIG);
    const { loss, odd } = completed.metrics();
    expect([...(loss?.values ?? [])]).toEqual(Array.from({ length: 5000 }, (_, i) => i / 3));
    expect([...(odd?.values ?? [])]).toEqual([Number.NaN, -Infinity, 1e-7, 1e22]);
    const program = new Consumer({});
    onTestFinished(() => program.remove());
    const outcome = await program.run(
      "node_modules/sacred-ts/dist/node/bin/sacred-ts.js",
      "recover",
      folder,
      "--dry-run",
    );
    expect(outcome).toEqual({
      code: 0,
      stderr: "",
      stdout: "0 of 2 runs would be marked DEAD, 0 left-over files would be removed.\n",
    });
  },
);

test.skipIf(!hasChromium || !hasPython)("Python's Sacred goes on in a folder that a browser has exported", async () => {
  const folder = await exportedFolder();
  const before = readFiles(folder);
  const { id, config, runs, metrics, info } = JSON.parse(runPython(join(PROGRAMS, "after_export.py"), folder));
  expect(id).toBe("3");
  expect(config).toMatchObject(CONFIG);
  expect(runs).toMatchObject({
    1: { name: "stored", status: "COMPLETED", result: { accuracy: 0.75 }, lost: [] },
    2: { name: "stored", status: "FAILED", result: null, lost: [] },
    3: { name: "python", status: "COMPLETED", lost: [] },
  });
  expect(metrics[1].loss.values).toHaveLength(5000);
  expect(metrics[1].odd).toEqual({ steps: ["0", "1", "2", "3"], values: ["nan", "-inf", "1e-07", "1e+22"] });
  expect(info[1]).toEqual({ note: { text: "é ∞", list: [1, null] } });
  expect(spelled(readFiles(folder))).toMatchObject(spelled(before));
});

test.skipIf(!hasChromium)("runs of Node come out of a browser as they went in, byte for byte", async () => {
  const program = new Consumer({});
  onTestFinished(() => program.remove());
  program.write("keep-runs.mjs", readFileSync(join(PROGRAMS, "keep-runs.mjs"), "utf8"));
  expect(await program.run("keep-runs.mjs", "runs")).toMatchObject({ code: 0, stderr: "" });
  const files = readFiles(join(program.folder, "runs"));
  await expectKept(files, ["1", "2", "3", "4", "a run of its own"]);
});

test.skipIf(!hasChromium).each(readdirSync(PYTHONS))("Python's runs (%s) keep their bytes", async (name) => {
  const files = readFiles(join(PYTHONS, name));
  const ids = Object.keys(files).flatMap((path) => (path.endsWith("/run.json") ? [path.split("/")[0] ?? ""] : []));
  await expectKept(files, ids);
});

const LARGE_MB = 200;
/** What is held for a moment, and not collected yet. Unpacked in one piece and copied, the file alone would be more. */
const SLACK_MB = 250;

test.skipIf(!hasChromium || !isPeakKnown)(
  "large files go into a .zip and out of it without being in memory",
  async () => {
    await using site = await serveStoring();
    const page = await openTab(await openPage(), site);
    await page.evaluate(async (megabytes) => {
      const piece = new Uint8Array(1e6);
      const large = new Blob(Array.from({ length: megabytes }, () => piece));
      await window.sacred.store(({ _run }) => _run.addArtifact(large, { name: "large.bin" }), "large");
    }, LARGE_MB);
    const before = await peakMegabytes(page);
    const sizes = await page.evaluate(async () => {
      const zip = await new window.sacred.IndexedDbReader({ database: "large" }).exportZip();
      const copy = new window.sacred.IndexedDbReader({ database: "copy" });
      await copy.importZip(zip);
      return (await (await copy.read(1)).artifacts()).map(({ content }) => content.size);
    });
    expect(sizes).toEqual([LARGE_MB * 1e6]);
    expect((await peakMegabytes(page)) - before).toBeLessThan(SLACK_MB);
    await page.context().close();
  },
  180_000,
);

/** Imports files, exports that, imports and exports what came out: they have to stay what they were. */
async function expectKept(files: Files, ids: readonly string[]): Promise<void> {
  const page = await openPage();
  await using _site = await openWithZip(page, files);
  const { runs, ignored } = await importInto(page, "first");
  expect(ignored).toEqual([]);
  expect(runs.map(({ from, id }) => [from, String(id)]).sort()).toEqual(ids.map((id) => [id, id]).sort());
  const own = spelled(Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(".sacred-ts/"))));
  expect(spelled(await exportFrom(page, "first"))).toEqual(own);
  await copyDatabase(page, "first", "second");
  expect(spelled(await exportFrom(page, "second"))).toEqual(own);
  const again = await importInto(page, "second");
  expect(again.runs.filter(({ wasHere }) => !wasHere)).toEqual([]);
}
