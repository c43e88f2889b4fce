import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { isMissing, program, runOn, TARGETS } from "./run-on.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

for (const target of TARGETS) {
  test.skipIf(isMissing(target))(`descriptors and streams are after a capture what they were (${target})`, async () => {
    const { answer, code } = await runOn(target, "properties.mjs");
    const { streams, descriptors, files } = JSON.parse(answer) as Record<string, unknown[]>;
    expect(code).toBe(0);
    expect(streams?.[1]).toEqual(streams?.[0]);
    expect(streams?.[2]).toEqual(streams?.[0]);
    expect(descriptors?.[1]).toEqual(descriptors?.[0]);
    expect(files?.[1]).toBe(files?.[0]);
    const first = JSON.parse((await runOn(target, "first-properties.mjs")).answer) as Record<string, unknown>;
    expect(first["after"]).toEqual(first["before"]);
  });
}

test.skipIf(isMissing("terminal"))("a terminal is still one while it is captured, and may be resized", async () => {
  const { answer } = await runOn("terminal", "properties.mjs");
  expect(JSON.parse(answer)).toMatchObject({ streams: [{}, [{ isTTY: true, columns: 80 }, { isTTY: true }], {}] });
  const resized = await runOn("terminal", "resized.mjs", { on: ["ready", "resize"] });
  expect(resized.answer).toBe("ready\ncolumns: 123\n");
  expect(resized.shown).toBe(resized.answer);
});

test("what was still queued when the run began is shown and not captured", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-queued-"));
  const file = join(folder, "answer");
  const child = spawn(process.execPath, [program("queued.mjs"), file], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  // Nobody reads until the program has written all that it can.
  const queued = join(folder, "queued");
  const length = (): number => (existsSync(queued) ? Number(readFileSync(queued, "utf8")) : 0);
  await expect.poll(length).toBeGreaterThan(0);
  expect(await text(child.stdout)).toBe(`${"early ".repeat(200_000)}\ncaptured\n`);
  expect(readFileSync(file, "utf8")).toBe("captured\n");
  rmSync(folder, { recursive: true });
});
