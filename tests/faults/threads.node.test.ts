import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { FileStorageReader, recoverRuns } from "../../observers/file-storage/index.ts";
import { inFolder, loggedPoints, program } from "./run-folders.ts";

const isLinux = process.platform === "linux";

/** Starts a run in a worker thread, which goes on until it is told how to end. */
async function startRun(folder: string): Promise<Worker> {
  const worker = new Worker(program("in-thread.mjs"), { argv: [folder], stdout: true, stderr: true });
  await once(worker, "message");
  return worker;
}

const status = (folder: string, id: number): unknown =>
  JSON.parse(readFileSync(join(folder, String(id), "run.json"), "utf8")).status;

async function untilStored(folder: string, id: number): Promise<void> {
  const points = (): number => loggedPoints(join(folder, String(id)), "loss").steps.length;
  await expect
    .poll(() => {
      try {
        return points();
      } catch {
        return 0;
      }
    })
    .toBe(3);
}

test.runIf(isLinux)(
  "a run whose worker thread was terminated is dead, though its process lives; others go on",
  async () => {
    await inFolder(async (folder) => {
      const workers = [await startRun(folder), await startRun(folder)];
      await untilStored(folder, 1);
      expect(await recoverRuns(folder)).toMatchObject({ total: 2, runs: [] });
      await workers[0]?.terminate();
      const told = await recoverRuns(folder, { dryRun: true });
      expect(told.runs).toMatchObject([{ id: "1", kind: "dead", points: 3 }]);
      expect(told.runs).toMatchObject([{ reason: `its worker thread of the process ${process.pid} is gone` }]);
      const reader = new FileStorageReader(folder, { repair: false });
      expect([(await reader.read(1)).status, (await reader.read(2)).status]).toEqual(["DEAD", "RUNNING"]);
      expect(await recoverRuns(folder)).toEqual(told);
      expect([status(folder, 1), status(folder, 2)]).toEqual(["DEAD", "RUNNING"]);
      workers[1]?.postMessage("return");
      await once(workers[1] ?? process, "exit");
      expect(status(folder, 2)).toBe("COMPLETED");
    });
  },
);

test.each([
  ["an error that nobody catches", "throw"],
  ["process.exit", "exit"],
])("a run whose worker thread ends by %s is FAILED, and nothing of it is missing", async (_what, how) => {
  await inFolder(async (folder) => {
    const worker = await startRun(folder);
    worker.on("error", () => undefined);
    const ended = new Promise((resolve) => worker.on("exit", resolve));
    worker.postMessage(how);
    await ended;
    expect(status(folder, 1)).toBe("FAILED");
    expect(JSON.parse(readFileSync(join(folder, "1", "metrics.json"), "utf8")).loss.values).toEqual([1, 0.5, 0.25]);
  });
});

test.runIf(isLinux)("a thread that is terminated in a busy loop leaves a dead run, too", async () => {
  await inFolder(async (folder) => {
    const worker = await startRun(folder);
    worker.postMessage("loop");
    await untilStored(folder, 1);
    await worker.terminate();
    expect((await recoverRuns(folder)).runs).toMatchObject([{ id: "1", kind: "dead", points: 3 }]);
  });
});
