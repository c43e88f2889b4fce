import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { inFolder, isThorough, KILLS, parseAll, start } from "./run-folders.ts";

const RUNS = 40;
const PROGRAM = fileURLToPath(new URL("../../dist/node/bin/sacred-ts.js", import.meta.url));

/** A folder of dead runs: one that was killed, many times. */
async function deadRuns(folder: string): Promise<void> {
  const { child, lines } = start("three-points.mjs", folder);
  while (lines.length === 0) await once(child.stdout ?? child, "data");
  const origin = join(folder, "1");
  while (!readdirSync(origin).includes("metrics.log") || readFileSync(join(origin, "metrics.log")).length < 100)
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill("SIGKILL");
  await once(child, "exit");
  for (let id = 2; id <= RUNS; id++) {
    mkdirSync(join(folder, String(id)));
    for (const file of readdirSync(origin)) copyFileSync(join(origin, file), join(folder, String(id), file));
    writeFileSync(join(folder, String(id), `.metrics.json.${child.pid}-1-${id}.tmp`), "{");
  }
}

test.runIf(process.platform === "linux")(
  "a run whose process is stopped, and silent, is left alone until it is killed",
  { timeout: 60_000 },
  async () => {
    await inFolder(async (folder) => {
      const { child, lines } = start("log-forever.mjs", folder);
      while (lines.length === 0) await once(child.stdout ?? child, "data");
      child.kill("SIGSTOP");
      const content = (): string[] =>
        readdirSync(join(folder, "1")).map((file) => readFileSync(join(folder, "1", file), "latin1"));
      try {
        // proc(5): "T" once every thread has taken the signal.
        while (!/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, "utf8")));
        const before = content();
        await recover(folder, "--dead-after=0").ended;
        expect(content()).toEqual(before);
      } finally {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await recover(folder).ended;
      expect(readFileSync(join(folder, "1", "run.json"), "utf8")).toContain('"status": "DEAD"');
    });
  },
);

function recover(
  folder: string,
  ...options: string[]
): { readonly kill: () => void; readonly ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [PROGRAM, "recover", folder, ...options], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { kill: () => child.kill("SIGKILL"), ended: once(child, "exit") };
}

function temporaries(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tmp"));
}

/** What each run's folder holds, apart from its name. */
function contents(folder: string): Set<string> {
  const runs = readdirSync(folder).filter((name) => /^\d+$/.test(name));
  expect(runs).toHaveLength(RUNS);
  return new Set(
    runs.map((id) => {
      const dir = join(folder, id);
      const files = readdirSync(dir).sort();
      return JSON.stringify(files.map((file) => [file, readFileSync(join(dir, file), "latin1")]));
    }),
  );
}

function expectRecovered(folder: string): void {
  const [only = "", ...others] = contents(folder);
  expect(others).toEqual([]);
  const files = new Map<string, string>(JSON.parse(only));
  expect([...files.keys()]).toEqual(["config.json", "cout.txt", "metrics.json", "metrics.log", "run.json"]);
  expect(JSON.parse(files.get("run.json") ?? "")).toMatchObject({ status: "DEAD" });
  expect(JSON.parse(files.get("metrics.json") ?? "")).toMatchObject({ loss: { values: [1, 0.5, 0.25] } });
}

test("recoveries that run side by side give what one gives", { timeout: 120_000 }, async () => {
  await inFolder(async (folder) => {
    await deadRuns(folder);
    const codes = await Promise.all([1, 2, 3, 4].map(async () => (await recover(folder).ended)[0]));
    expect(codes).toEqual([0, 0, 0, 0]);
    expectRecovered(folder);
  });
});

const RECOVERY_KILLS = isThorough ? Math.ceil(KILLS / 5) : 4;

test(`a recovery that is killed, ${RECOVERY_KILLS} times, is completed by the next`, { timeout: 600_000 }, async () => {
  await inFolder(async (folder) => {
    await deadRuns(folder);
    for (let kill = 0; kill < RECOVERY_KILLS; kill++) {
      const { kill: end, ended } = recover(folder);
      // From its start to its end in equal steps: the moment is the fault.
      await new Promise((resolve) => setTimeout(resolve, 40 + (160 * kill) / RECOVERY_KILLS));
      end();
      await ended;
      for (let id = 1; id <= RUNS; id++) parseAll(join(folder, String(id)));
    }
    await recover(folder).ended;
    expect(await recover(folder).ended).toEqual([0, null]);
    // What the killed ones had half-written goes when it is certain that nobody writes it any more.
    for (const file of temporaries(folder)) utimesSync(join(folder, file), 1, 1);
    await recover(folder).ended;
    expect(temporaries(folder)).toEqual([]);
    const statuses = Array.from({ length: RUNS }, (_, id) =>
      readFileSync(join(folder, String(id + 1), "run.json"), "utf8"),
    );
    expect(statuses.filter((text) => text.includes('"status": "DEAD"'))).toHaveLength(RUNS);
  });
});
