import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished } from "vitest";
import { CHROMIUM_ARGUMENTS, findBrowser } from "../support/open-browser.mjs";

const executablePath = findBrowser("chromium");

/** Is there one? vitest.config.ts says so when there isn't. */
export const hasChromium: boolean = executablePath !== undefined;

/** A Chromium for the tests of a file: a function that opens a page in a context of its own. */
export function useChromium(): () => Promise<Page> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath !== undefined)
      browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGUMENTS] });
  });
  afterAll(() => browser?.close());
  return async () => {
    if (browser === undefined) throw new Error("There is no Chromium: skip this test (hasChromium).");
    const context = await browser.newContext();
    return context.newPage();
  };
}

/** Opens a page of a Chromium whose user has chosen something in its settings: a profile with these preferences. */
export async function openWithPreferences(preferences: object): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), "sacred-chromium-"));
  mkdirSync(join(profile, "Default"));
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const executable = executablePath === undefined ? {} : { executablePath };
  const context = await chromium.launchPersistentContext(profile, { ...executable, args: [...CHROMIUM_ARGUMENTS] });
  onTestFinished(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  return context.newPage();
}

/** Waits for what the page's module gives as `window.outcome`; what it throws is thrown here. */
export async function outcomeOf(page: Page, url: string): Promise<unknown> {
  const failure = new Promise<never>((_resolve, reject) => {
    page.on("pageerror", reject);
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy|Failed to load module script/.test(message.text()))
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
  await expect.poll(() => page.evaluate("'outcome' in window")).toBe(true);
}
