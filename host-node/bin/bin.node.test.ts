import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../dist/node/bin/sacred-ts.js", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-bin-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function sacred(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

function silentRun(id: string): void {
  mkdirSync(join(folder, id));
  const entry = { status: "RUNNING", start_time: "2024-03-01T12:00:00", heartbeat: "2024-03-01T12:00:10" };
  writeFileSync(join(folder, id, "run.json"), JSON.stringify(entry));
}

test("recover says what it does, and what it would do", async () => {
  silentRun("3");
  const told = "3: DEAD since 2024-03-01T12:00:10: it has been silent for ";
  const dry = await sacred("recover", folder, "--dry-run", "--dead-after", "0");
  expect(dry).toMatchObject({ code: 0, stderr: "" });
  expect(dry.stdout).toContain(told);
  expect(dry.stdout).toMatch(/1 of 1 runs would be marked DEAD, 0 left-over files would be removed\.\n$/);
  expect(readFileSync(join(folder, "3", "run.json"), "utf8")).toContain("RUNNING");
  const real = await sacred("recover", "--dead-after=0", folder);
  expect(real.stdout).toMatch(/1 of 1 runs were marked DEAD, 0 left-over files were removed\.\n$/);
  expect(readFileSync(join(folder, "3", "run.json"), "utf8")).toContain("DEAD");
  expect((await sacred("recover", folder)).stdout).toBe(
    "0 of 1 runs were marked DEAD, 0 left-over files were removed.\n",
  );
});

test("a run that can't be repaired is named, and the exit code is 1", async () => {
  mkdirSync(join(folder, "1"));
  writeFileSync(join(folder, "1", "run.json"), "{");
  expect(await sacred("recover", folder)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("1: could not be repaired: "),
  });
});

test.each([[["--help"]], [["recover", "--help"]]])("%j prints how it is used", async (args) => {
  const { code, stdout } = await sacred(...args);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^Usage: sacred-ts recover DIR/)]);
});

test.each([
  [[], "No command was given."],
  [["recovr", "."], 'There is no command "recovr".'],
  [["recover"], "One folder has to be named"],
  [["recover", "a", "b"], "One folder has to be named"],
  [["recover", ".", "--dry"], "Unknown option '--dry'"],
  [["recover", ".", "--dead-after", "soon"], '--dead-after needs a number of seconds, but was given "soon"'],
  [["recover", "/nowhere/at/all"], "There are no runs to read in /nowhere/at/all"],
])("%j is wrong usage: exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await sacred(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});
