import { expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const TEXT = `import { experiment } from "sacred-ts";
const ex = experiment("there");
ex.main(({ _run }) => { _run.logScalar("loss", 1); return "there"; });
`;
const PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="importmap">{ "imports": {
"sacred-ts": "/dist/browser/standalone.js", "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
"idb": "/node_modules/idb/build/index.js", "fflate": "/node_modules/fflate/esm/browser.js", "json5": "/node_modules/json5/dist/index.mjs" } }</script>
<script type="module">
import { experiment, runInWorker } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const real = Date;
for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "clearTimeout", "clearInterval"])
  globalThis[name] = () => 0;
Object.defineProperty(globalThis, "performance", { value: { now: () => 0, timeOrigin: 0, getEntriesByName: () => [] } });
globalThis.Date = class extends Date { constructor(...given) { super(...(given.length === 0 ? [0] : given)); } static now() { return 0; } };
const observers = [new IndexedDbObserver()];
const ex = experiment("here", { interactive: true, observers });
ex.main(({ _run }) => { _run.logScalar("loss", 1); console.log("at", Date.now()); return "here"; });
const { id } = await ex.run();
const run = runInWorker({ source: ${JSON.stringify(TEXT)} }, { observers });
await run.result;
const reader = new IndexedDbReader();
const stored = async (id) => {
  const { status, entry, started } = await reader.read(id);
  return { status, result: entry.result, isReal: started > new real(1e12), points: (await (await reader.read(id)).metrics()).loss.values.length };
};
window.outcome = [await stored(id), await stored(run.id)];
</script>`;

const openPage = useChromium();

test.skipIf(!hasChromium)("runs of a page whose timers are fake end, here and in workers, and are stored", async () => {
  await using site = await serve({ pages: { "/": PAGE } });
  const stored = { status: "COMPLETED", isReal: true, points: 1 };
  expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual([
    { ...stored, result: "here" },
    { ...stored, result: "there" },
  ]);
});
