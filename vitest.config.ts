import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { CHROMIUM_ARGUMENTS, findBrowser } from "./tests/support/open-browser.mjs";

const executablePath = findBrowser("chromium");
if (executablePath === undefined) {
  console.warn("\nNo Chromium found: every browser test is skipped (set CHROMIUM=/path/to/chromium to run them).\n");
}
if (process.env["SACRED_PYTHON"] === undefined) {
  console.warn(
    "\nTests side by side with Python's Sacred are skipped (set SACRED_PYTHON=/path/to/python to run them).\n",
  );
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
          args: [...CHROMIUM_ARGUMENTS],
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
    hookTimeout: 60_000,
    // A second, the default, is little for a process or a page on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Most tests wait for processes and browsers.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["{core,host-node,host-browser/wasi,observers,tests}/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "{observers/indexeddb,tests/browser}/**", "**/node_modules/**"],
          setupFiles: ["./tests/support/end-with-runner.ts"],
        },
      },
      // What happens inside of a browser is the same whichever Node serves the pages.
      {
        extends: true,
        test: {
          name: "pages",
          environment: "node",
          include: ["tests/browser/**/*.test.ts"],
          setupFiles: ["./tests/support/end-with-runner.ts"],
        },
      },
      ...(executablePath === undefined ? [] : [chromium]),
    ],
  },
});
