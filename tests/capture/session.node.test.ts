import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { FileStorageReader } from "../../observers/file-storage/index.ts";
import { isMissing, runOn } from "./run-on.ts";

const POINTS = 1_000_000;
const BAR = `[${"#".repeat(20)}] 100 %\n`;
const bin = fileURLToPath(new URL("../../dist/node/bin/sacred-ts.js", import.meta.url));

test.skipIf(isMissing("terminal"))("a training that is ended by Ctrl-C is there to be looked at", async () => {
  const { shown, folder, code } = await runOn("terminal", "session.mjs", {
    args: ["with", "lr=0.5", "seed=7", "-F", "runs", "-c", "too slow?"],
    on: ["loses patience", "ctrl-c"],
  });
  expect(code).toBe(130);
  expect(shown).toContain(`\r${BAR}`);
  expect(shown).toMatch(/WARNING - session - Aborted after \S+!/);

  const run = await new FileStorageReader(join(folder, "runs")).read(1);
  expect(run.entry).toMatchObject({ status: "INTERRUPTED", command: "train", artifacts: ["weights.bin"] });
  expect(run.entry).toMatchObject({ meta: { comment: "too slow?" } });
  expect(run.config()).toEqual({ lr: 0.5, seed: 7 });

  const { loss } = run.metrics();
  expect(loss?.steps).toHaveLength(POINTS);
  expect(loss?.steps.at(-1)).toBe(POINTS - 1);
  expect(loss?.values.every((value) => value >= 0 && value < 0.5)).toBe(true);

  const output = run.output();
  // Of the bar there is what was left on the screen.
  expect(output.split("\n").filter((line) => line.includes("%"))).toEqual([BAR.trimEnd()]);
  expect(output).toContain(`evaluated by ${run.info()["parent"]}\n`);
  expect(output).toMatch(/loses patience\n$/);

  expect(readdirSync(folder).filter((name) => name.startsWith("sacred-ts-capture"))).toEqual([]);
  const recovery = execFileSync(process.execPath, [bin, "recover", join(folder, "runs"), "--dry-run"], {
    encoding: "utf8",
  });
  expect(recovery).toContain("0 of 1 runs would be marked DEAD, 0 left-over files would be removed.");
});
