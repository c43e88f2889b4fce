import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright";
import { afterAll, beforeAll, expect } from "vitest";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env["CHROMIUM"] ?? PLACES.find((path) => existsSync(path));

/** Is there one? vitest.config.ts says so when there isn't. */
export const hasChromium: boolean = executablePath !== undefined;

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A Chromium for the tests of a file: a function that opens a page in a context of its own. */
export function useChromium(): () => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });
  afterAll(() => browser?.close());
  return async () => {
    if (browser === undefined) throw new Error("There is no Chromium: skip this test (hasChromium).");
    const context = await browser.newContext();
    return context.newPage();
  };
}

/** Waits for what the page's module gives as `window.outcome`; what it throws is thrown here. */
export async function outcomeOf(page: Page, url: string): Promise<unknown> {
  const failure = new Promise<never>((_resolve, reject) => {
    page.on("pageerror", reject);
    page.on("console", (message) => {
      if (message.type() === "error" && message.text().includes("Content Security Policy"))
        reject(new Error(message.text()));
    });
  });
  failure.catch(() => undefined);
  await page.goto(url);
  await Promise.race([hasOutcome(page), failure]);
  return page.evaluate("window.outcome");
}

/** By DevTools' own evaluation: waitForFunction makes code of a text within the page, which strict policies forbid. */
async function hasOutcome(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate("'outcome' in window"), { timeout: 30_000 }).toBe(true);
}
