import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env["CHROMIUM"] ?? BROWSERS.find((path) => existsSync(path));
if (executablePath === undefined) {
  console.warn("\nNo Chromium found: every browser test is skipped (set CHROMIUM=/path/to/chromium to run them).\n");
}

const chromium = {
  extends: true as const,
  test: {
    name: "browser",
    include: ["{core,host-browser,observers/indexeddb}/**/*.test.ts"],
    exclude: ["**/*.node.test.ts", "**/node_modules/**"],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      api: { host: "127.0.0.1" },
      provider: playwright({
        launchOptions: {
          ...(executablePath === undefined ? {} : { executablePath }),
          args: [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      }),
      instances: [{ browser: "chromium" as const }],
    },
  },
};

export default defineConfig({
  optimizeDeps: { include: ["@jridgewell/sourcemap-codec", "fast-check", "fflate", "idb", "js-tokens", "json5"] },
  test: {
    reporters: ["default", "./tests/support/tally.ts"],
    testTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["{core,host-node,host-browser/wasi,observers,tests}/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "observers/indexeddb/**", "**/node_modules/**"],
        },
      },
      ...(executablePath === undefined ? [] : [chromium]),
    ],
  },
});
