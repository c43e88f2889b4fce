import { createHash } from "node:crypto";
import type { Page } from "playwright";
import { describe, expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve, type SiteOptions } from "./serve.ts";

// What is stored as the source of a run is what has run, whatever its server has by then.

const IMPORTS = {
  "sacred-ts": "/dist/browser/standalone.js",
  "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
  idb: "/node_modules/idb/build/index.js",
  fflate: "/node_modules/fflate/esm/browser.js",
  json5: "/node_modules/json5/dist/index.mjs",
  "#own/": "/app/own/",
};
const MAP = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;
const TEXT = `import { experiment } from "sacred-ts";
import { half } from "./lib/half.js";
import { three } from "#own/three.js";
const ex = experiment("known").config({ a: 1 });
ex.automain(({ a }) => half(a) + three);
`;
const LIBRARY = {
  "/app/lib/half.js": "export const half = (x) => x / 2;\n",
  "/app/own/three.js": "export const three = 3;\n",
};

/** A page that runs `source` in a worker, under the name of a file of its folder. */
const page = (source: string): string => `${MAP}<script type="module">
import { runInWorker } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const stored = async (id) => {
  const run = await new IndexedDbReader().read(id);
  const sources = await run.sources();
  return {
    listed: run.entry.experiment.sources,
    files: await Promise.all(sources.map(async ({ name, path, md5, content }) => ({ name, path, md5, text: await content.text() }))),
  };
};
window.run = async (text) => {
  const run = runInWorker({ source: text, filename: "/app/svm.js" }, { observers: [new IndexedDbObserver()] });
  return { result: await run.result, output: run.stdout.latest ?? "", ...(await stored(run.id)) };
};
window.outcome = await window.run(${JSON.stringify(source)});
</script>`;

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const file = (name: string, text: string): object => {
  const stem = name.replace(/^.*\//, "").replace(/\.js$/, "");
  return { name, path: `_sources/${stem}_${md5(text)}.js`, md5: md5(text), text };
};

const openPage = useChromium();

async function outcome(options: SiteOptions): Promise<unknown> {
  await using site = await serve(options);
  return await outcomeOf(await openPage(), `${site.origin}/`);
}

describe.skipIf(!hasChromium)("of a text, the text itself is stored, with what it imports", () => {
  test.each<[string, Partial<SiteOptions>]>([
    ["has another file of its name", { pages: { "/app/svm.js": "export const other = true;\n" } }],
    ["answers every path with a page", { otherwise: "<!doctype html><title>single page</title>" }],
    ["has nothing there", {}],
  ])("though the server %s", async (_what, { pages, ...options }) => {
    expect(await outcome({ pages: { "/": page(TEXT), ...LIBRARY, ...pages }, ...options })).toEqual({
      result: 3.5,
      output: expect.not.stringContaining("WARNING"),
      listed: [
        ["lib/half.js", expect.stringContaining(md5(LIBRARY["/app/lib/half.js"]))],
        ["own/three.js", expect.stringContaining(md5(LIBRARY["/app/own/three.js"]))],
        ["svm.js", `_sources/svm_${md5(TEXT)}.js`],
      ],
      files: [
        file("lib/half.js", LIBRARY["/app/lib/half.js"]),
        file("svm.js", TEXT),
        file("own/three.js", LIBRARY["/app/own/three.js"]),
      ],
    });
  });

  test("and of a second text under its name the second one", async () => {
    await using site = await serve({ pages: { "/": page(TEXT), ...LIBRARY } });
    const opened: Page = await openPage();
    await outcomeOf(opened, `${site.origin}/`);
    const second = TEXT.replace("+ three", "- three");
    expect(await opened.evaluate(`run(${JSON.stringify(second)})`)).toMatchObject({
      result: -2.5,
      files: expect.arrayContaining([file("svm.js", second)]),
    });
  });
});

/** A page whose own module runs when it is told to. */
const WAITING = `import { experiment } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
import { half } from "./lib/half.js?v=2";
const ex = experiment("waiting").config({ a: 1 });
ex.main(({ a }) => half(a));
const warnings = [];
const ignore = () => undefined;
ex.logger = { debug: ignore, info: ignore, warn: (text) => warnings.push(text), error: ignore };
ex.observers.push(new IndexedDbObserver());
window.go = async () => {
  const run = await ex.run();
  const sources = await (await new IndexedDbReader().read(run.id)).sources();
  return { warnings, dependencies: run.experimentInfo.dependencies, sources: sources.map(({ name, md5 }) => [name, md5]) };
};
window.outcome = "loaded";
`;

describe.skipIf(!hasChromium)("of modules", () => {
  const pages = (): Record<string, string> => ({
    "/": `${MAP}<script type="module" src="/app/waiting.js"></script>`,
    "/app/waiting.js": WAITING,
    ...LIBRARY,
  });

  const half = (origin: string): string => `${origin}/app/lib/half.js?v=2`;
  const ran = ["waiting.js", md5(WAITING)];

  /** What a page stores whose import was edited between loading and running. */
  async function edited(caching: string): Promise<{ readonly stored: unknown; readonly origin: string }> {
    const served = pages();
    await using site = await serve({ pages: served, headers: { "cache-control": caching } });
    const opened = await openPage();
    await outcomeOf(opened, `${site.origin}/`);
    served["/app/lib/half.js"] = "export const half = (x) => 0.5 * x;\n";
    return { stored: await opened.evaluate("go()"), origin: site.origin };
  }

  test("what was edited after it was loaded is had as it was from the browser's cache", async () => {
    const { stored } = await edited("no-cache");
    expect(stored).toEqual({
      warnings: [],
      dependencies: expect.not.arrayContaining([expect.stringContaining("half.js")]),
      sources: [["lib/half.js?v=2", md5(LIBRARY["/app/lib/half.js"])], ran],
    });
  });

  test("what was edited after it was loaded, and isn't in the cache, isn't stored, with a warning", async () => {
    const { stored, origin } = await edited("no-store");
    expect(stored).toEqual({
      warnings: [expect.stringContaining(`Nothing could be fetched from ${half(origin)} within 10 seconds that is`)],
      dependencies: expect.arrayContaining([`${half(origin)}==<unknown>`]),
      sources: [ran],
    });
  });

  test("what a redirected one imports is looked for where it was found", async () => {
    const moved = `export { half } from "./inner.js";\n`;
    const served = { ...pages(), "/v2/moved.js": moved, "/v2/inner.js": LIBRARY["/app/lib/half.js"] };
    const redirects = { "/app/lib/half.js": "/v2/moved.js" };
    await using site = await serve({ pages: served, redirects });
    const opened = await openPage();
    await outcomeOf(opened, `${site.origin}/`);
    expect(await opened.evaluate("go()")).toMatchObject({
      warnings: [],
      sources: expect.arrayContaining([
        [`${site.origin}/v2/inner.js`, md5(LIBRARY["/app/lib/half.js"])],
        ["lib/half.js?v=2", md5(moved)],
      ]),
    });
  });
});
