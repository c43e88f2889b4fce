import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isMissing, runOn, type Target } from "./run-on.ts";

function command(name: string): string | undefined {
  return spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim() || undefined;
}

const COPIERS: readonly (readonly [copier: string, programs: readonly string[]])[] = [
  ["Perl", ["perl"]],
  ["tee", ["sh", "tee"]],
  ["Node, where there is a shell without tee,", ["sh"]],
  ["Node", []],
];
const TARGETS = (["socket", "file", "terminal"] satisfies Target[]).filter((target) => !isMissing(target));

const binaries = mkdtempSync(join(tmpdir(), "sacred-binaries-"));
afterAll(() => rmSync(binaries, { recursive: true }));

/** Arguments of Node for a program that finds these commands only; undefined if one isn't there. */
function onlyWith(names: readonly string[]): string[] | undefined {
  const path = mkdtempSync(join(binaries, "bin-"));
  for (const name of names) {
    const found = command(name);
    if (found === undefined) return undefined;
    symlinkSync(found, join(path, name));
  }
  return ["--import", `data:text/javascript,process.env.PATH=${encodeURIComponent(JSON.stringify(path))}`];
}

test("a child process that outlives the run holds nothing up, and what it prints later is still shown", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-background-"));
  const fifo = join(folder, "fifo");
  execFileSync("mkfifo", [fifo]);
  const outcome = runOn("socket", "background.mjs", {
    args: [fifo],
    // The output ends when the child does; it is told to once the program is over.
    meanwhile: async (child) => {
      child.once("exit", () => writeFileSync(fifo, "line\n"));
    },
  });
  const { shown, answer, code } = await outcome;
  expect(code).toBe(0);
  expect(answer).toMatch(/^in the run\nstarted\n/);
  expect(answer).not.toContain("late");
  expect(shown).toContain("A child process of this run goes on printing");
  expect(shown).toMatch(/after the run\n(.*\n)*late line\n$/);
  rmSync(folder, { recursive: true });
});

for (const [copier, names] of COPIERS) {
  const nodeArgs = onlyWith(names);
  test.skipIf(nodeArgs === undefined).each(TARGETS)(`${copier} copies what is printed (%s)`, async (target) => {
    const { shown, answer } = await runOn(target, "simple.mjs", { nodeArgs: nodeArgs ?? [] });
    expect(answer).toBe("printed\nby a child\n");
    expect(shown).toBe("printed\nby a child\nprinted\nby a child\n");
  });
}

for (const [copier, names] of COPIERS) {
  const nodeArgs = onlyWith(names);
  test.skipIf(nodeArgs === undefined)(`${copier} goes on with the record when nobody reads the output`, async () => {
    const { shown, answer, code } = await runOn("closed", "unread.mjs", { nodeArgs: nodeArgs ?? [] });
    expect(code).toBe(0);
    expect(shown).toBe("line 0\n");
    const lines = Array.from({ length: 2000 }, (_, index) => `line ${index}\n`).join("");
    expect(answer).toBe(`${lines}by a child\nwritten\n`);
  });
}

test.skipIf(command("pgrep") === undefined)(
  "when what copies it is killed the run's own output goes on, and the user is told",
  async () => {
    const { shown, answer, code } = await runOn("socket", "tee-killed.mjs");
    expect(code).toBe(0);
    for (const text of [shown, answer]) {
      expect(text).toMatch(/^before\n/);
      expect(text).toContain("after it\n");
      expect(text).toContain("still\n");
      expect(text).toContain("What is printed is not shown or not captured whole: its copying was ended by SIGKILL.");
    }
  },
);
