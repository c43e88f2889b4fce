import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import type * as Sacred from "../../host-browser/index.ts";
import type * as Storage from "../../observers/indexeddb/index.ts";
import type { Run } from "../../core/run/run.ts";
import { serve, type Site, type SiteOptions } from "./serve.ts";

declare global {
  interface Window {
    /** what the built package exports, and an experiment whose module is stored with its runs */
    sacred: Pick<typeof Sacred, "experiment"> &
      Pick<typeof Storage, "IndexedDbObserver" | "IndexedDbReader"> & {
        store(main: (context: { readonly _run: Run }) => unknown, database?: string): Promise<Run>;
      };
  }
}

const ROOT = new URL("../../", import.meta.url);
const IMPORTS = {
  "sacred-ts": "/dist/browser/index.js",
  "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
  "js-tokens": "/js-tokens.js",
  json5: "/node_modules/json5/dist/index.mjs",
  idb: "/node_modules/idb/build/index.js",
};

const PROGRAM = `import { experiment } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";

function store(main, database) {
  const observers = [new IndexedDbObserver(database === undefined ? {} : { database })];
  const ex = experiment("stored", { observers }).config({ lr: 0.5, text: "é ∞", layers: [1, 2] });
  ex.main({ name: "main" }, main);
  return ex.run({ configUpdates: { seed: 5 }, options: { loglevel: "WARNING", beat_interval: 0.2 } });
}
window.sacred = { experiment, IndexedDbObserver, IndexedDbReader, store };
`;

/** A site whose page has the built package as `window.sacred`. */
export function serveStoring(options: Partial<SiteOptions> = {}): Promise<Site> {
  // The package is CommonJS, which browsers don't read.
  const tokens = readFileSync(fileURLToPath(new URL("node_modules/js-tokens/index.js", ROOT)), "utf8");
  const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/program.js"></script>`;
  return serve({
    ...options,
    pages: {
      "/": page,
      "/program.js": PROGRAM,
      "/js-tokens.js": `const module = {}; ${tokens}\nexport default module.exports;`,
      ...options.pages,
    },
  });
}

/** Opens the page of the site in a tab. */
export async function openTab(page: Page, site: Site): Promise<Page> {
  await page.goto(`${site.origin}/`);
  await page.waitForFunction("'sacred' in window");
  return page;
}
