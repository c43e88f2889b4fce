import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasChromium, useChromium } from "./chromium.ts";
import { serve, type Site } from "./serve.ts";

const NOTEBOOK = readFileSync(fileURLToPath(new URL("../../docs/notebook.html", import.meta.url)), "utf8");
const CELLS = 7;

const openPage = useChromium();
let site: Site;
beforeAll(async () => {
  site = await serve({ pages: { "/docs/notebook.html": NOTEBOOK, "/favicon.ico": "" } });
});
afterAll(() => site[Symbol.asyncDispose]());

describe.skipIf(!hasChromium)("the notebook of docs/", () => {
  let page: Page;
  beforeEach(async () => {
    page = await openPage();
    await page.goto(`${site.origin}/docs/notebook.html`);
  });

  const cell = (number: number) => page.getByRole("region", { name: `Cell ${number}`, exact: true });

  /** Waits for what the cell gives, however long it takes; what it shows in red is an error. */
  async function finished(number: number): Promise<string> {
    await page.waitForFunction(
      (label) => document.querySelector(`[aria-label="${label}"]`)?.getAttribute("aria-busy") === "false",
      `Cell ${number}`,
    );
    return (await cell(number).locator(".wrong").allInnerTexts()).join("\n");
  }

  async function run(number: number): Promise<string> {
    await cell(number).evaluate((section) => section.removeAttribute("aria-busy"));
    await cell(number).getByRole("textbox").press("Shift+Enter");
    return finished(number);
  }

  async function edit(number: number, change: (code: string) => string): Promise<void> {
    const box = cell(number).getByRole("textbox");
    await box.fill(change(await box.innerText()));
  }

  async function runAll(): Promise<void> {
    await page.getByRole("button", { name: "Run all cells" }).click();
    for (let number = 1; number <= CELLS; number++) expect(await finished(number)).toBe("");
  }

  const shownRun = async (number: number): Promise<string> => {
    const shown = cell(number).locator(".sacred-run");
    await shown.getByText("COMPLETED", { exact: true }).waitFor();
    return shown.innerText();
  };

  test("runs from above to below: two runs are shown, and the stored ones are listed", async () => {
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    await runAll();
    const shown = await shownRun(5);
    expect(shown).toMatch(/moons\s+main · run 1\s+COMPLETED/);
    expect(shown).toContain("epoch 50: loss 0.");
    expect(shown).toMatch(/seed 42\s+modified/);
    const charts = cell(5).getByRole("img");
    expect(await charts.evaluateAll((all) => all.map((chart) => chart.getAttribute("aria-label")))).toEqual([
      expect.stringMatching(/^loss: 100 points, last 0\.\d+ at step 99/),
      expect.stringMatching(/^accuracy: 100 points, last 0\.9\d+ at step 99/),
    ]);
    // What stores is a file, as a strict Content-Security-Policy wants it.
    expect(workers).toEqual([`${site.origin}/dist/browser/standalone-indexeddb.js`]);
    expect(await shownRun(6)).toMatch(/hidden 2\s+modified/);
    expect(await cell(7).getByRole("row").allInnerTexts()).toEqual([
      expect.stringContaining("hidden"),
      expect.stringMatching(/^2\s+COMPLETED\s+2\s+42\s+0\.\d+$/),
      expect.stringMatching(/^1\s+COMPLETED\s+12\s+42\s+0\.9\d+$/),
    ]);
  });

  test("a cell that is run again replaces what it had defined, and nothing else", async () => {
    await runAll();
    const result = /result (\S+)/.exec(await shownRun(5))?.[1];
    // Functions of other cells find the new one, with the seed that the old one had.
    for (const number of [3, 5]) expect(await run(number)).toBe("");
    expect(await shownRun(5)).toContain(`result ${result}`);

    await edit(2, (code) => `\n\n${code.replace("hidden: 12", "hidden: 3").replace("  noise: 0.2,\n", "")}`);
    expect(await run(2)).toBe("");
    expect(await page.evaluate("ex.configurations.length")).toBe(1);
    expect(await run(5)).toContain("MissingConfigError");
    await edit(2, (code) => code.replace("points", "noise: 0.2,\n  points"));
    for (const number of [2, 5, 7]) expect(await run(number)).toBe("");
    expect(await shownRun(5)).toMatch(/hidden 3\n/);
    expect((await cell(7).getByRole("row").allInnerTexts())[1]).toMatch(/COMPLETED\s+3\s+42/);
    expect(await page.evaluate("ex.capturedFunctions.map(({ name }) => name).slice(4)")).toEqual(["moons", "main"]);
  });

  test("says in which line a cell fails, and what is printed of other values", async () => {
    expect(await run(2)).toBe("ReferenceError: ex is not defined\n  in line 1");
    await edit(1, () => "const a = 1;\n\n({ a, text: 'x' })");
    expect(await run(1)).toBe("");
    expect(JSON.parse(await cell(1).locator(".printed").innerText())).toEqual({ a: 1, text: "x" });
    await edit(1, () => "const b = a + 1;\nthrow new Error(`b is ${b}`);");
    expect(await run(1)).toBe("Error: b is 2\n  in line 2");
    await edit(1, () => "const c = 1;\nconst = 2;");
    expect(await run(1)).toMatch(/^SyntaxError: .*\n  in line 2$/);
  });
});
