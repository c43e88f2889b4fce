import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gitAsker } from "./ask-git.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fake-git-"));
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"] ?? ""}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A program in the place of git. */
function fake(script: string): void {
  writeFileSync(join(folder, "git"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "git"), 0o755);
}

test.each([
  ["never ends", "exec sleep 20"],
  ["takes no notice of SIGTERM", "trap '' TERM; while :; do sleep 1; done"],
  ["has a child that holds its output", "sleep 3 & exec sleep 20"],
  ["has said something already", "echo something; exec sleep 20"],
])("a git that %s is given up, with a warning", async (_what, script) => {
  fake(script);
  const warnings: string[] = [];
  const ask = gitAsker((message) => warnings.push(message), 0.2);
  expect(await ask(folder, ["status"])).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining(`git has not answered about ${folder} within 0.2 seconds`)]);
});

test("all questions together have that time, and who asks anew has it again", async () => {
  fake('[ "$1" = quick ] && exec echo answer; exec sleep 20');
  const warnings: string[] = [];
  const ask = gitAsker((message) => warnings.push(message), 1);
  const answers = await Promise.all(["one", "two", "three"].map((word) => ask(folder, [word])));
  // Nothing is left of it for a fourth one.
  answers.push(await ask(folder, ["four"]));
  expect(answers).toEqual([undefined, undefined, undefined, undefined]);
  expect(warnings).toHaveLength(4);
  expect(await gitAsker(() => undefined)(folder, ["quick"])).toBe("answer\n");
});
