import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CAPTURE_NOTE, parseCaptureNote } from "../../core/record/capture-note.ts";
import { recoverRuns } from "../../observers/file-storage/recover.ts";
import { isMissing, runOn, type Target } from "./run-on.ts";

const LINES = Array.from({ length: 2000 }, (_, index) => `line ${index}\n`).join("");

/** What is stored of what the first run printed, or, if the run was never ended, what recovery can take. */
function kept(folder: string): string {
  const run = join(folder, "runs", "1");
  const note = join(run, CAPTURE_NOTE);
  if (!existsSync(note)) return readFileSync(join(run, "cout.txt"), "utf8");
  const place = parseCaptureNote(readFileSync(note, "utf8"));
  return place === undefined ? "" : readFileSync(place.file).subarray(place.offset).toString();
}

const ENDINGS: readonly (readonly [ending: string, code: number])[] = [
  ["return", 0],
  ["throw", 1],
  ["rejection", 1],
  ["uncaught exception", 1],
  ["process.exit", 3],
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGINT, not handled", 130],
  ["SIGTERM, not handled", 143],
  ["two SIGINTs", 130],
  ["SIGKILL", 137],
  ["abort", 134],
];

for (const target of ["socket", "file", "terminal"] satisfies Target[]) {
  test.skipIf(isMissing(target)).each(ENDINGS)(`%s: everything is shown and kept (${target})`, async (ending, code) => {
    const [plain, captured] = await Promise.all([
      runOn(target, "endings.mjs", { args: [ending, "no"] }),
      runOn(target, "endings.mjs", { args: [ending, "fd"] }),
    ]);
    expect([plain.code, captured.code]).toEqual([code, code]);
    // tee lives on for a moment after a process that was killed: who waits for the end of the output sees all of it.
    const shown = (): string =>
      target === "file" ? readFileSync(join(captured.folder, "out"), "utf8") : captured.shown;
    await expect.poll(shown).toContain(LINES);
    await expect.poll(() => kept(captured.folder)).toContain(LINES);
  });
}

test("recovery attaches what a killed run has printed", async () => {
  const { folder } = await runOn("socket", "endings.mjs", { args: ["SIGKILL", "fd"] });
  const { runs } = await recoverRuns(join(folder, "runs"));
  expect(runs).toMatchObject([{ id: "1", kind: "dead", outputBytes: LINES.length }]);
  expect(readFileSync(join(folder, "runs", "1", "cout.txt"), "utf8")).toBe(LINES);
  expect(existsSync(join(folder, "runs", "1", CAPTURE_NOTE))).toBe(false);
});

test("where nobody has noted a capture, an ending process leaves none", async () => {
  const { folder, code } = await runOn("file", "unnoted.mjs");
  expect(code).toBe(3);
  expect(readdirSync(folder).filter((name) => name.startsWith("sacred-ts-capture"))).toEqual([]);
});

test("a run that has ended leaves neither a note nor a file", async () => {
  const { folder } = await runOn("file", "endings.mjs", { args: ["throw", "fd"] });
  expect(existsSync(join(folder, "runs", "1", CAPTURE_NOTE))).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith("sacred-ts-capture"))).toEqual([]);
});

test.skipIf(isMissing("terminal"))("Ctrl-C ends no tee: what handlers print is shown and kept", async () => {
  const { shown, folder } = await runOn("terminal", "endings.mjs", {
    args: ["Ctrl-C", "fd"],
    on: ["type now", "ctrl-c"],
  });
  expect(shown).toContain(`${LINES}type now\n`);
  expect(shown).toContain("handled\n");
  expect(kept(folder)).toBe(`${LINES}type now\nhandled\n`);
});
