import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isMissing, runOn, type Target } from "./run-on.ts";

function command(name: string): string | undefined {
  return spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim() || undefined;
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

for (const target of ["socket", "file", "terminal"] satisfies Target[]) {
  test.skipIf(isMissing(target))(`without tee a program of our own takes its place (${target})`, async () => {
    const nodeArgs = ["--import", "data:text/javascript,process.env.PATH='/nowhere'"];
    const { shown, answer } = await runOn(target, "simple.mjs", { nodeArgs });
    expect(answer).toBe("printed\nby a child\n");
    expect(shown).toBe("printed\nby a child\nprinted\nby a child\n");
  });
}

test.skipIf(command("pgrep") === undefined)(
  "when tee is killed the run's own output goes on, and the user is told",
  async () => {
    const { shown, answer, code } = await runOn("socket", "tee-killed.mjs");
    expect(code).toBe(0);
    for (const text of [shown, answer]) {
      expect(text).toMatch(/^before\n/);
      expect(text).toContain("after it\n");
      expect(text).toContain("still\n");
      expect(text).toContain("What is printed is not captured whole: tee was ended by SIGKILL.");
    }
  },
);
