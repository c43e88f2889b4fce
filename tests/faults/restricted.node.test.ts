import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recoverRuns } from "../../observers/file-storage/index.ts";
import { inFolder, loggedPoints, outcome, type Outcome } from "./run-folders.ts";

const NAME = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";

/** Runs the program under Node's permission model, with these permissions besides that to read. */
async function restricted(folder: string, ...allowed: string[]): Promise<Outcome> {
  const runs = join(folder, "runs");
  mkdirSync(runs);
  return outcome("restricted.mjs", [runs], {
    nodeArgs: [NAME, "--allow-fs-read=*", `--allow-fs-write=${runs}/`, ...allowed],
    cwd: folder,
  });
}

/** What our warnings begin with; Node has some of its own. */
const warnings = ({ told }: Outcome): string[] =>
  [...told.matchAll(/^(?:WARNING|ERROR) - restricted - (.{0,25})/gm)].map(([, text = ""]) => text);

const NO_DESCRIPTORS = 'The capture mode "fd" does';
const NO_THREAD = "No helper thread stores th";

test.each([
  ["nothing else", [], [NO_DESCRIPTORS, NO_THREAD]],
  ["threads", ["--allow-worker"], [NO_DESCRIPTORS]],
  ["add-ons", ["--allow-addons"], [NO_DESCRIPTORS, NO_THREAD]],
  ["add-ons and child processes", ["--allow-addons", "--allow-child-process"], [NO_THREAD]],
])(
  "a program that may write the runs' folder, and %s, has its run stored whole; what it lacks is told once",
  async (_what, allowed, expected) => {
    await inFolder(async (folder) => {
      const ended = await restricted(folder, ...allowed);
      expect(ended).toMatchObject({
        code: 0,
        answer: { status: "COMPLETED", output: expect.stringContaining("printed\n") },
      });
      expect(warnings(ended)).toEqual(expected.map((text) => text.slice(0, 25)));
      const dir = join(folder, "runs", "1");
      expect(JSON.parse(readFileSync(join(dir, "run.json"), "utf8"))).toMatchObject({ status: "COMPLETED", result: 5 });
      expect(readFileSync(join(dir, "cout.txt"), "utf8")).toContain("printed\n");
      expect(JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8")).loss.values).toHaveLength(1000);
      expect(readdirSync(join(folder, "runs", ".sacred-ts")).filter((name) => name.includes("capture"))).toEqual([]);
    });
  },
);

test.each(["no temporary folder", "a temporary folder that can't be written"])(
  "with %s output is kept beside the runs, and recovered from there",
  async (what) => {
    await inFolder(async (folder) => {
      const runs = join(folder, "runs");
      // Nobody, root included, may make files there.
      const env = { TMPDIR: what.startsWith("no") ? join(folder, "nowhere") : "/proc/self" };
      const whole = await outcome("restricted.mjs", [runs], { env, cwd: folder });
      expect(whole).toMatchObject({ code: 0, answer: { output: "printed\n" } });
      expect(warnings(whole)).toEqual([]);
      await outcome("restricted.mjs", [runs, "kill"], { env, cwd: folder });
      expect(readFileSync(join(runs, "2", ".capture"), "utf8")).toContain(
        join(runs, ".sacred-ts", "sacred-ts-capture-"),
      );
      expect((await recoverRuns(runs)).runs).toMatchObject([{ id: "2", kind: "dead" }]);
      expect(readFileSync(join(runs, "2", "cout.txt"), "utf8")).toBe("printed\n");
      expect(loggedPoints(join(runs, "2"), "loss").values).toHaveLength(1000);
      expect(existsSync(join(folder, "nowhere"))).toBe(false);
    });
  },
);
