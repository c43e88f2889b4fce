import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packedConsumer } from "../support/packed-consumer.ts";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve, type Site } from "./serve.ts";

// The package as it is published, behind a web server that serves files, and nothing else.
const openPage = useChromium();
let folder: string;
let files: Readonly<Record<string, Buffer>>;

beforeAll(async () => {
  folder = await packedConsumer([]);
  const root = join(folder, "node_modules", "sacred-ts");
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
  files = Object.fromEntries(paths.map((path) => [`/packed${path.slice(root.length)}`, readFileSync(path)]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `import { experiment } from "STANDALONE.js";
import { IndexedDbObserver, IndexedDbReader } from "STANDALONE-indexeddb.js";
const ex = experiment("plain", { interactive: true, observers: [new IndexedDbObserver()] }).config({ a: 10 });
ex.main(({ a, _run }) => {
  _run.logScalar("loss", 0.5);
  return a;
});
const { status } = await ex.run({ options: { loglevel: "CRITICAL" } });
const reader = new IndexedDbReader();
const zip = await reader.exportZip();
const again = new IndexedDbReader({ database: "again" });
const { runs } = await again.importZip(zip);
const { loss } = await (await again.read(runs[0].id)).metrics();
window.outcome = { status, values: [...loss.values], result: (await again.read(1)).entry.result };
`;
const OUTCOME = { status: "COMPLETED", values: [0.5], result: 10 };

const programAt = (address: string): string =>
  PROGRAM.replaceAll("STANDALONE", `${address}/packed/dist/browser/standalone`);

/** A page, and the workers that it starts. */
async function openWatched(): Promise<[page: Page, workers: unknown[]]> {
  const page = await openPage();
  const workers: unknown[] = [];
  page.on("worker", (worker) => workers.push(worker));
  return [page, workers];
}

/** What was asked for to be run, beside the page and its program. */
const scripts = ({ asked }: Site): string[] => [...new Set(asked.filter((path) => path.startsWith("/packed/")))].sort();
const TWO = ["/packed/dist/browser/standalone-indexeddb.js", "/packed/dist/browser/standalone.js"];

test.skipIf(!hasChromium)("a plain page stores, exports and imports runs with two files", async () => {
  const pages = { ...files, "/": `<!doctype html><script type="module">${programAt("")}</script>` };
  await using site = await serve({ pages });
  const [page, workers] = await openWatched();
  expect(await outcomeOf(page, `${site.origin}/`)).toEqual(OUTCOME);
  expect(workers).toHaveLength(1);
  expect(scripts(site)).toEqual(TWO);
});

test.skipIf(!hasChromium)(
  "so does a page that takes them from another server, and a worker stores there, too",
  async () => {
    await using other = await serve({ pages: files, headers: { "access-control-allow-origin": "*" } });
    const pages = { "/": `<!doctype html><script type="module">${programAt(other.origin)}</script>` };
    await using site = await serve({ pages });
    const [page, workers] = await openWatched();
    expect(await outcomeOf(page, `${site.origin}/`)).toEqual(OUTCOME);
    expect(workers).toHaveLength(1);
    expect(scripts(other)).toEqual(TWO);
  },
);

test.skipIf(!hasChromium)("so does a page whose policy allows its own files alone", async () => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
  const page = `<!doctype html><script type="module" src="/program.js"></script>`;
  await using site = await serve({
    pages: { ...files, "/": page, "/program.js": programAt("") },
    headers: { "content-security-policy": policy },
  });
  const [tab, workers] = await openWatched();
  expect(await outcomeOf(tab, `${site.origin}/`)).toEqual(OUTCOME);
  expect(workers).toHaveLength(1);
});

const EXPORT = `import("sacred-ts/observers/indexeddb")
  .then(({ IndexedDbReader }) => new IndexedDbReader().exportZip())
  .then(async (zip) => Array.from(new Uint8Array(await zip.arrayBuffer())))`;

test.skipIf(!hasChromium)("the packed notebook runs, and exports its runs", async () => {
  await using site = await serve({ pages: { ...files, "/favicon.ico": "" } });
  const page = await openPage();
  const failures: string[] = [];
  page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
  await page.goto(`${site.origin}/packed/docs/notebook.html`);
  await page.getByRole("button", { name: "Run all cells" }).click();
  await page.getByRole("region", { name: "Cell 6" }).getByText("COMPLETED", { exact: true }).waitFor();
  const bytes = await page.evaluate<number[]>(EXPORT);
  expect(Object.keys(unzipSync(Uint8Array.from(bytes)))).toEqual(
    expect.arrayContaining(["1/run.json", "1/metrics.json", "2/run.json"]),
  );
  expect(failures).toEqual([]);
});
