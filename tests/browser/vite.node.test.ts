import { execFile } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packedConsumer } from "../support/packed-consumer.ts";
import { hasChromium, useChromium } from "./chromium.ts";
import { buildWithVite, startVite, type ViteServer } from "./vite-server.ts";

// A user's project, as docs/browser.md has it: examples/workers with the packed package from npm.

const EXAMPLE = fileURLToPath(new URL("../../examples/workers", import.meta.url));
const DEPENDENCIES = ["comlink", "es-module-lexer", "idb", "js-tokens", "json5"];

const openPage = useChromium();
let folder: string;
let warned: string;
beforeAll(async () => {
  if (!hasChromium) return;
  folder = await packedConsumer(DEPENDENCIES);
  cpSync(EXAMPLE, folder, { recursive: true });
  warned = await buildWithVite(folder);
});
afterAll(() => {
  if (hasChromium) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasChromium).each([
  { command: "dev", main: "svm.js", isBuilt: false },
  { command: "preview", main: "svm-", isBuilt: true },
] as const)("under vite $command, examples/workers", ({ command, main, isBuilt }) => {
  let server: ViteServer;
  beforeAll(async () => {
    server = await startVite(folder, command);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  let page: Page;
  let wrong: string[];
  let asked: string[];
  beforeEach(async () => {
    page = await openPage();
    [wrong, asked] = [[], []];
    page.on("pageerror", (error) => wrong.push(String(error.stack)));
    page.on("requestfailed", (request) => wrong.push(`${request.url()}: ${request.failure()?.errorText}`));
    page.on("response", (response) => {
      asked.push(response.url());
      if (!response.ok() && response.status() !== 304) wrong.push(`${response.url()}: ${response.status()}`);
    });
    await page.goto(server.origin);
    // As the dev server does if it has to arrange anew what it has prepared, because a worker imports more.
    page.on("framenavigated", () => wrong.push("The page was loaded again."));
  });
  afterEach(() => {
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  });

  const press = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();
  const shown = (status: string) =>
    page.locator(".sacred-run").filter({ has: page.getByText(status, { exact: true }) });
  const listed = (): Promise<string[]> => page.locator("tbody tr").allInnerTexts();

  async function fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
  }

  test("trains in a worker what Node trains, and shows how it goes on", async () => {
    await fill({ seed: "42" });
    await press("Run");
    const run = shown("COMPLETED");
    await run.waitFor();
    const text = await run.innerText();
    expect(text).toMatch(/svm\s+train · run 1\s+COMPLETED/);
    expect(text).toMatch(/c 1\n.*kernel "rbf"/s);
    expect(text).toMatch(/seed 42\s+modified/);
    expect(text).toContain("epoch 100: ");
    const charts = await run.getByRole("img").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
    expect(charts).toEqual([
      expect.stringMatching(/^training\.loss: 100 points, last 0\.\d+ at step 100/),
      expect.stringMatching(/^accuracy: 100 points, last 0\.9\d* at step 100/),
    ]);
    const { stderr } = await promisify(execFile)(process.execPath, ["svm.js", "with", "seed=42"], { cwd: folder });
    expect(text).toContain(`result ${/Result: (\{.*\})/.exec(stderr)?.[1]}`);
  });

  test("stores runs through a worker of their own, with sources, and gives them as a folder", async () => {
    await fill({ seed: "7", c: "0.1" });
    await press("Run");
    await expect.poll(listed).toEqual([expect.stringMatching(/^1\s.*\sCOMPLETED\s+0\.1\s+rbf\s+7\s+0\.\d{3}$/)]);
    // From a file, which a Content-Security-Policy can allow, and not from its text.
    expect(asked.filter((url) => /indexeddb-worker/.test(url))).toHaveLength(1);
    expect(asked.filter((url) => /storing-worker/.test(url))).toEqual([]);

    const [download] = await Promise.all([page.waitForEvent("download"), press("Download all as .zip")]);
    const files = unzipSync(readFileSync(await download.path()));
    const read = (name: string): string => new TextDecoder().decode(files[name]);
    expect(JSON.parse(read("1/config.json"))).toMatchObject({ c: 0.1, kernel: "rbf", seed: 7, points: 500 });
    expect(JSON.parse(read("1/metrics.json"))["accuracy"].steps).toHaveLength(100);
    expect(read("1/cout.txt")).toContain("epoch 100: ");
    const { experiment } = JSON.parse(read("1/run.json"));
    expect(experiment.mainfile).toMatch(new RegExp(`^${main}`));
    expect(experiment.sources).toEqual([[experiment.mainfile, expect.stringMatching(/^_sources\/svm.*\.js$/)]]);
    expect(read(experiment.sources[0][1])).toContain(" of unknown points are right");
    // What was built has all of it inside.
    const { version } = JSON.parse(readFileSync(join(folder, "node_modules/sacred-ts/package.json"), "utf8"));
    expect(experiment.dependencies).toEqual(isBuilt ? [] : [`sacred-ts==${version}`]);
  });

  test("goes on with several runs at once", async () => {
    await press("Sweep over c");
    await expect.poll(async () => (await listed()).filter((row) => row.includes("COMPLETED")).length).toBe(4);
    const prices = (await listed()).map((row) => Number(/COMPLETED\s+(\S+)/.exec(row)?.[1]));
    expect(prices.toSorted((a, b) => a - b)).toEqual([0.1, 1, 10, 100]);
  });

  test("stops a run that never lets go of its thread", async () => {
    await fill({ epochs: "1000000000" });
    await press("Run");
    const accuracy = shown("RUNNING").getByRole("img", { name: /^accuracy: \d+ points/ });
    await accuracy.waitFor();
    await press("Stop");
    await shown("INTERRUPTED").waitFor();
    // Chromium lets such a worker go on for 2 s; what comes until then is stored, too.
    await expect.poll(listed).toEqual([expect.stringMatching(/^1\s.*\sINTERRUPTED\s/)]);
  });

  test("says what is wrong in the line that the user has written", async () => {
    await page.getByLabel("kernel").evaluate((select: HTMLSelectElement) => select.add(new Option("cubic")));
    await page.getByLabel("kernel").selectOption("cubic");
    await press("Run");
    const failure = shown("FAILED").locator(".failure");
    const lines = readFileSync(join(folder, "svm.js"), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("throw new RangeError")) + 1;
    await expect
      .poll(() => failure.innerText())
      .toMatch(
        new RegExp(`most recent call first\\):\\n  at (?:train )?\\(?http:.*/svm\\.js(?:\\?\\S*)?:${line}:\\d+`),
      );
    expect(await failure.innerText()).toMatch(/\nRangeError: There is no kernel "cubic"; there are rbf and linear\.$/);
    await expect.poll(listed).toEqual([expect.stringMatching(/^1\s.*\sFAILED\s+1\s+cubic/)]);
  });

  test("gives Vite nothing to warn of about the package", () => {
    // What else it says (how long its plugins took, on a busy machine) isn't about us.
    expect(isBuilt ? warned : server.warned()).not.toMatch(/sacred-ts|svm\.js/);
  });
});
