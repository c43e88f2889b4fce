import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("the built package satisfies every vector of Python's Sacred, rules aside", async () => {
  const runner = fileURLToPath(new URL("./run.mjs", import.meta.url));
  const vectors = fileURLToPath(new URL("./vectors", import.meta.url));
  const { stdout } = await run(process.execPath, [runner, vectors], { maxBuffer: 1 << 26 });
  expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^1\d{3} passed, 0 failed, \d+ excluded$/);
});
