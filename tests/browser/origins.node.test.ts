import { chromium } from "playwright";
import { describe, expect, onTestFinished, test } from "vitest";
import { CHROMIUM_ARGUMENTS, findBrowser } from "../support/open-browser.mjs";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve, type Site } from "./serve.ts";

// Pages that browsers trust less: plain HTTP without a name of this machine, frames of opaque origin.

const TEXT = `import { experiment } from "sacred-ts";
const ex = experiment("e").config({ a: 1 });
await Promise.resolve();
ex.main(({ a }) => a + 1);
`;
const IMPORTS = `<script type="importmap">{ "imports": { "sacred-ts": "/dist/browser/standalone.js",
"sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js", "idb": "/node_modules/idb/build/index.js",
"fflate": "/node_modules/fflate/esm/browser.js", "json5": "/node_modules/json5/dist/index.mjs" } }</script>`;
const page = (script: string): string => `<!doctype html><link rel="icon" href="data:,">${IMPORTS}
<script type="module">${script}</script>`;

const openPage = useChromium();

describe.skipIf(!hasChromium)("on plain HTTP", () => {
  test("runs are stored, on the page and in workers", async () => {
    const script = `import { experiment, runInWorker } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const ex = experiment("here", { interactive: true, observers: [new IndexedDbObserver()] });
ex.main(() => "here");
await ex.run();
const run = runInWorker({ source: ${JSON.stringify(TEXT)} }, { observers: [new IndexedDbObserver()] });
await run.result;
const reader = new IndexedDbReader();
const listed = await reader.list();
window.outcome = { isSecureContext, listed: listed.map(({ id, status, entry }) => [id, status, entry.result]), zipped: (await reader.exportZip()).size > 0 };`;
    await using site = await serve({ pages: { "/": page(script) } });
    const executablePath = findBrowser("chromium");
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_ARGUMENTS, "--host-resolver-rules=MAP example.test 127.0.0.1"],
    });
    onTestFinished(() => browser.close());
    const address = site.origin.replace("127.0.0.1", "example.test");
    expect(await outcomeOf(await browser.newPage(), `${address}/`)).toEqual({
      isSecureContext: false,
      listed: [
        [2, "COMPLETED", 2],
        [1, "COMPLETED", "here"],
      ],
      zipped: true,
    });
  });
});

/** What a frame of opaque origin says when it runs a module in a worker. */
async function inFrame(site: Site): Promise<unknown> {
  return await outcomeOf(await openPage(), `${site.origin}/frame.html`);
}

describe.skipIf(!hasChromium)("in a frame of opaque origin", () => {
  const frame = (attributes: string): string => `<!doctype html><link rel="icon" href="data:,">
<script>addEventListener("message", ({ data }) => (window.outcome = data));</script><iframe sandbox="allow-scripts" ${attributes}></iframe>`;
  const script = (module: string): string => `import { runInWorker, RunObserver } from "sacred-ts";
const told = [];
class Noting extends RunObserver {
  startedEvent({ exInfo }) { told.push(exInfo.mainfile, exInfo.sources.length); }
  completedEvent({ result }) { told.push(result); }
}
const run = runInWorker(${module}, { observers: [new Noting()], configUpdates: { a: 4 } });
parent.postMessage(await run.result.then((result) => ({ result, told }), ({ name, message, stack }) => ({ name, message, stack })), "*");`;
  const text = (source: string): string => script(`{ source: ${JSON.stringify(source)}, filename: "/svm.js" }`);
  const headers = { "access-control-allow-origin": "*" };

  test.each(["src", "srcdoc"])("a text runs in a worker (%s)", async (how) => {
    const inner = page(text(TEXT));
    const outer = frame(
      how === "src" ? 'src="/inner.html"' : `srcdoc="${inner.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`,
    );
    await using site = await serve({ pages: { "/frame.html": outer, "/inner.html": inner }, headers });
    expect(await inFrame(site)).toEqual({ result: 5, told: ["svm.js", 1, 5] });
  });

  test("a module runs in a worker by its address, if its server lets every origin have it", async () => {
    const module = TEXT.replace('"sacred-ts"', '"/dist/browser/standalone.js"');
    const pages = {
      "/frame.html": frame('src="/inner.html"'),
      "/inner.html": page(script('{ url: "/svm.js" }')),
      "/svm.js": module,
    };
    await using site = await serve({ pages, headers });
    // The file of the package is no bare import here.
    expect(await inFrame(site)).toEqual({ result: 5, told: ["svm.js", 2, 5] });
  });

  test.each([
    ["throws", TEXT.replace("await Promise.resolve();", 'throw new RangeError("of mine");'), "RangeError", /^of mine$/],
    [
      "imports what isn't there",
      `import "./gone.js";\n${TEXT}`,
      "RunError",
      /\/gone\.js can't be fetched: .* imported by .*\/svm\.js/,
    ],
    ["doesn't parse", `${TEXT}const = 1;`, "RunError", /Unexpected token '='/],
  ])("a text that %s says so", async (_what, source, name, message) => {
    const pages = { "/frame.html": frame('src="/inner.html"'), "/inner.html": page(text(source)) };
    await using site = await serve({ pages, headers });
    expect(await inFrame(site)).toMatchObject({ name, message: expect.stringMatching(message) });
  });
});

describe.skipIf(!hasChromium)("a text whose import is missing", () => {
  test.each([
    ["./gone.js", /\/gone\.js can't be fetched: the server answers 404 .*imported by .*\/svm\.js/],
    ["unknown", /svm\.js imports "unknown", which isn't in the page's import map/],
    ["./deep.js", /deep\.js imports "other", and import maps don't reach workers/],
    ["./single.js", /single\.js isn't served as JavaScript, but as text\/html/],
    ["mapped", /\/nowhere\.js can't be fetched: the server answers 404/],
  ])("is told which (%s)", async (specifier, message) => {
    const source = JSON.stringify(`${TEXT}import ${JSON.stringify(specifier)};`);
    const script = `import { runInWorker } from "sacred-ts";
const run = runInWorker({ source: ${source}, filename: "svm.js" }, { options: { loglevel: "CRITICAL" } });
window.outcome = await run.result.catch(({ name, message }) => ({ name, message }));`;
    const mapped = page(script).replace('"imports": {', '"imports": { "mapped": "/nowhere.js",');
    await using site = await serve({
      pages: { "/": mapped, "/deep.js": 'import "other";', "/single.html": "<!doctype html>" },
      redirects: { "/single.js": "/single.html" },
    });
    expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual({
      name: "RunError",
      message: expect.stringMatching(message),
    });
  });
});
