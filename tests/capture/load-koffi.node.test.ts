import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { loadKoffi } from "../../host-node/capture/load-koffi.ts";

const require = createRequire(import.meta.url);

function processIdBy(koffi: ReturnType<typeof loadKoffi>): unknown {
  return koffi.load(null).func("int getpid()")();
}

function wholeKoffiIsLoaded(): boolean {
  return require.resolve("koffi") in require.cache;
}

/** What Node says of itself, slowly: the loader looks for it in the program. */
function isForGlibc(): boolean {
  const report = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime !== undefined;
}

test.runIf(isForGlibc())("the add-on alone is loaded where most are, and koffi as a whole elsewhere", () => {
  expect(processIdBy(loadKoffi())).toBe(process.pid);
  expect(wholeKoffiIsLoaded()).toBe(false);

  const { execPath } = process;
  onTestFinished(() => void (process.execPath = execPath));
  process.execPath = fileURLToPath(import.meta.url);
  expect(processIdBy(loadKoffi())).toBe(process.pid);
  expect(wholeKoffiIsLoaded()).toBe(true);
});
