import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const openPage = useChromium();
const ENTRY = fileURLToPath(new URL("page-entry.js", import.meta.url));
const PROGRAM = `import { SacredError } from "sacred-ts";
import * as storage from "sacred-ts/observers/file-storage";
const attempt = async (make) => {
  try { await make(); return "done"; }
  catch (error) { return [error instanceof SacredError, error.name, error.message]; }
};
window.outcome = {
  names: Object.keys(storage).sort(),
  observer: await attempt(() => new storage.FileStorageObserver("my_runs")),
  reader: await attempt(() => new storage.FileStorageReader("my_runs")),
  recovery: await attempt(() => storage.recoverRuns("my_runs")),
};
`;

/** What a bundler for browsers makes of the program, by the package's exports: all in one file. */
async function bundled(): Promise<string> {
  const program = {
    name: "program",
    load: (id: string) => (id === ENTRY ? PROGRAM : null),
    resolveId: (id: string) => (id === ENTRY ? id : null),
  };
  const build = await rolldown({ input: ENTRY, platform: "browser", plugins: [program] });
  const { output } = await build.generate({ format: "esm", codeSplitting: false });
  await build.close();
  return output[0].code;
}

test.skipIf(!hasChromium)("folders of runs are refused in a browser, with what to use instead", async () => {
  const pages = { "/": '<!doctype html><script type="module" src="/page.js"></script>', "/page.js": await bundled() };
  await using site = await serve({ pages });
  const node = await import("sacred-ts/observers/file-storage");
  const refused = (instead: string): unknown => [
    true,
    "UnsupportedError",
    expect.stringMatching(new RegExp(`needs folders.* ${instead} of sacred-ts/observers/indexeddb`)),
  ];
  expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual({
    names: Object.keys(node).sort(),
    observer: refused("IndexedDbObserver"),
    reader: refused("IndexedDbReader"),
    recovery: refused("IndexedDbReader.markDead\\(\\)"),
  });
});
