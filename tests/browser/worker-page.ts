import type { OutgoingHttpHeaders } from "node:http";
import type { Page } from "playwright";
import type * as Sacred from "../../host-browser/standalone.ts";
import type * as Storage from "../../observers/indexeddb/index.ts";
import { serve, type Site } from "./serve.ts";

/** What the page has: the built standalone file, which stores runs of modules that it runs in workers. */
interface WorkerWindow {
  readonly sacred: typeof Sacred & Pick<typeof Storage, "IndexedDbObserver" | "IndexedDbReader">;
  /** Chains of errors as plain values. */
  told(error: unknown): unknown;
}

declare global {
  interface Window {
    readonly workers: WorkerWindow;
  }
}

const IMPORTS = {
  "sacred-ts": "/dist/browser/standalone.js",
  "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
  idb: "/node_modules/idb/build/index.js",
  json5: "/node_modules/json5/dist/index.mjs",
};

const PROGRAM = `import * as package_ from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
function told(error) {
  if (!(error instanceof Error)) return error;
  const { name, message, cause, errors } = error;
  return { name, message, ...(cause === undefined ? {} : { cause: told(cause) }), ...(errors === undefined ? {} : { errors: errors.map(told) }) };
}
window.workers = { sacred: { ...package_, IndexedDbObserver, IndexedDbReader }, told };
`;

/** How the text of an experiment's module begins. */
export const IMPORT = `import { experiment } from "/dist/browser/standalone.js";\n`;

/** A site whose page runs these modules in workers. Its own scripts are files, as strict policies want it. */
export function serveWorkers(
  modules: Readonly<Record<string, string>>,
  headers: OutgoingHttpHeaders = {},
): Promise<Site> {
  const page = `<!doctype html><title>workers</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/program.js"></script>`;
  return serve({ pages: { "/": page, "/program.js": PROGRAM, ...modules }, headers });
}

export async function openWorkers(page: Page, site: Site): Promise<Page> {
  await page.goto(`${site.origin}/`);
  await page.waitForFunction("'workers' in window");
  return page;
}
