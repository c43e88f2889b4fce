import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inFolder, loggedPoints, parseAll, program } from "./run-folders.ts";

const KILLS = Number(process.env["FAULT_KILLS"] ?? 8);

function start(name: string, folder: string): { child: ChildProcess; lines: string[] } {
  const child = spawn(process.execPath, [program(name), folder], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return { child, lines };
}

async function firstLine(child: ChildProcess, lines: readonly string[]): Promise<void> {
  while (lines.length === 0) await once(child.stdout ?? child, "data");
}

test(
  `after kill -9 at ${KILLS} random moments every JSON file is whole and every point older than a second is there`,
  { timeout: 600_000 },
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await inFolder(async (folder) => {
        const { child, lines } = start("log-forever.mjs", folder);
        await firstLine(child, lines);
        const delay = Math.random() * 3000;
        await new Promise((resolve) => setTimeout(resolve, delay));
        const killed = Date.now();
        child.kill("SIGKILL");
        await once(child, "exit");
        const dir = join(folder, "1");
        expect(parseAll(dir)).toEqual(expect.arrayContaining(["run.json", "config.json"]));
        const { steps, values } =
          lastsUntil(lines, killed - 1000) === undefined ? { steps: [], values: [] } : loggedPoints(dir, "loss");
        expect(steps).toEqual(steps.map((_, index) => index));
        expect(values).toEqual(steps.map((step) => step / 2));
        expect(steps.length).toBeGreaterThan(lastsUntil(lines, killed - 1000) ?? -1);
      });
    }
  },
);

/** The last step that was acknowledged before a time. */
function lastsUntil(lines: readonly string[], time: number): number | undefined {
  const before = lines.map((line) => line.split(" ").map(Number)).filter(([, at = 0]) => at < time);
  return before.at(-1)?.[0];
}

test("three points that were logged before a busy loop survive a kill in it", { timeout: 60_000 }, async () => {
  await inFolder(async (folder) => {
    const { child, lines } = start("three-points.mjs", folder);
    await firstLine(child, lines);
    await new Promise((resolve) => setTimeout(resolve, 5000));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(loggedPoints(join(folder, "1"), "loss")).toMatchObject({ steps: [0, 1, 2], values: [1, 0.5, 0.25] });
  });
});
