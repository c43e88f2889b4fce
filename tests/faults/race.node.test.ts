import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { inFolder, isThorough, program } from "./run-folders.ts";

const run = promisify(execFile);
const PROCESSES = isThorough ? 200 : 30;

test(`${PROCESSES} processes that start at once get ${PROCESSES} ids`, { timeout: 300_000 }, async () => {
  await inFolder(async (folder) => {
    const runs = Array.from({ length: PROCESSES }, () => run(process.execPath, [program("one-run.mjs"), folder]));
    const ids = (await Promise.all(runs)).map(({ stdout }) => Number(stdout));
    const expected = Array.from({ length: PROCESSES }, (_, index) => index + 1);
    expect(ids.sort((a, b) => a - b)).toEqual(expected);
    expect(readdirSync(folder).filter((name) => /^\d+$/.test(name)).length).toBe(PROCESSES);
  });
});
