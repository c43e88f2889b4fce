// What runs cost in a browser: a real Chromium, and the built package as a bundler puts it together.
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { servePages } from "./browser/serve-pages.mjs";

const executablePath =
  process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
if (executablePath === undefined) {
  console.log("No Chromium found: nothing is measured (set CHROMIUM=/path/to/chromium).");
} else {
  const site = await servePages();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const part of ["indexeddb", "workers"]) {
      const { measure } = await import(`./browser/${part}.mjs`);
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(error));
      await page.goto(`${site.origin}/${part}.html`);
      await page.waitForFunction("'bench' in window");
      await measure(page);
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
