import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { findBrowser } from "../support/open-browser.mjs";

const run = promisify(execFile);
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The last lines of a runner's report: the hash of what all hosts give, and the sums. */
async function compare(runner: string, ...args: string[]): Promise<{ hash: string; sums: string }> {
  const command = [path(runner), path("./vectors"), ...args];
  const { stdout } = await run(process.execPath, command, { maxBuffer: 1 << 26 });
  return {
    hash: /SHA-256 of what all hosts give: (\w{64})/.exec(stdout)?.[1] ?? "",
    sums: stdout.trimEnd().split("\n").at(-1) ?? "",
  };
}

let node: { hash: string; sums: string };
beforeAll(async () => {
  node = await compare("./run.mjs");
});

test("the built package satisfies every vector of Python's Sacred, rules aside", () => {
  expect(node.sums).toMatch(/^1\d{3} passed, 0 failed, \d+ excluded$/);
});

for (const browser of ["chromium", "firefox"]) {
  const isThere = findBrowser(browser) !== undefined;
  if (!isThere) console.warn(`\nNo ${browser} found: that it gives the same as Node is not tested.\n`);
  test.skipIf(!isThere)(`${browser} gives the same as Node, to the byte`, async () => {
    const { hash, sums } = await compare("./run-browser.mjs", browser);
    expect(sums).toMatch(/^1\d{3} passed, 0 failed, \d+ excluded$/);
    expect(hash).toMatch(/^\w{64}$/);
    expect(hash).toBe(node.hash);
  });
}
