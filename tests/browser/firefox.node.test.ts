import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { findBrowser, openBrowser } from "../support/open-browser.mjs";
import { IMPORT } from "./worker-page.ts";
import { serve } from "./serve.ts";

// What a page does in Firefox is what it does in Chromium: nothing drives it, it posts what came out.

const ROOT = new URL("../../", import.meta.url);
const file = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");
const IMPORTS = {
  "sacred-ts": "/dist/browser/index.js",
  "sacred-ts/browser": "/dist/browser/browser.js",
  "sacred-ts/wasi": "/dist/browser/wasi.js",
  "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
  "@bjorn3/browser_wasi_shim": "/node_modules/@bjorn3/browser_wasi_shim/dist/index.js",
  comlink: "/node_modules/comlink/dist/esm/comlink.mjs",
  idb: "/node_modules/idb/build/index.js",
  // The package is CommonJS, which browsers don't read.
  "js-tokens": "/js-tokens.js",
  json5: "/node_modules/json5/dist/index.mjs",
};

const FIT = `${IMPORT}
const ex = experiment("fit").config({ c: 1 /* penalty */, points: 5000, get gamma() { return 0.7 / this.c; } });
ex.namedConfig("linear", { kernel: "linear" });
ex.command("endless", ({ _run }) => { for (;;) _run.logScalar("loss", 1); });
ex.command("failing", () => { throw new RangeError("no fit", { cause: new TypeError("singular") }); });
ex.automain(({ c, gamma, points, kernel, _run, _rnd }) => {
  for (let step = 0; step < points; step++) _run.logScalar("loss", _rnd.random() / (step + 1));
  console.log("fitted", kernel, "with %d", c, { gamma });
  _run.info.support = [1, 2];
  return { c, gamma, draws: [_rnd.random(), _rnd.gauss(0, 1), Math.random()] };
});`;

const PROGRAM = `import { experiment } from "sacred-ts";
import { runInWorker } from "sacred-ts/browser";
import { runWasi } from "sacred-ts/wasi";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const options = { loglevel: "CRITICAL" };
const reader = new IndexedDbReader();

async function inPage() {
  const ex = experiment("page", { observers: [new IndexedDbObserver()] })
    .config({ a: 10 /* some integer */, layers: [1, 2], get b() { return this.a * 2; } })
    .namedConfig("large", { a: 1000 });
  const sample = ex.capture(({ _rnd }, n) => Array.from({ length: n }, () => _rnd.randint(1, 100)));
  ex.main(({ a, b, layers, _rnd, _run }) => {
    _run.logScalar("loss", 0.5);
    console.log("b is", b);
    return [a, b, layers, sample(5), _rnd.random(), _rnd.gauss(0, 1), Math.random()];
  });
  const run = await ex.run({ namedConfigs: ["large"], configUpdates: { seed: 42, layers: [3] }, options });
  return { config: run.config, result: run.result, stored: await storedOf(run.id) };
}

async function inWorker() {
  const observers = [new IndexedDbObserver()];
  const fit = () => new Worker("/fit.js", { type: "module" });
  const request = { configUpdates: { c: 5, seed: 7 }, namedConfigs: ["linear"], observers, options };
  const run = runInWorker(fit, request);
  let points = 0;
  for await (const { metricsByName, skippedPoints } of run.metrics) points += metricsByName.loss.steps.length + skippedPoints;
  const result = await run.result;
  const failing = await runInWorker({ url: "/fit.js" }, { command: "failing", observers, options }).result.catch(
    ({ name, message, cause }) => [name, message, cause.message],
  );
  const endless = runInWorker(fit, { command: "endless", observers, options });
  for await (const status of endless.status) if (status === "RUNNING") break;
  await endless.stop();
  const stopped = await endless.result.catch(({ name }) => name);
  const missing = await runInWorker({ url: "/missing.js" }, { options }).result.catch(({ message }) => message.includes("answers 404"));
  const broken = await runInWorker({ url: "/broken.js" }, { options }).result.catch(({ message }) => /broken\\.js:2:\\d+: SyntaxError/.test(message));
  const statuses = (await reader.list({ name: "fit", order: "oldest" })).map(({ status }) => status);
  return { config: run.config, result, points, info: run.info.latest, stored: await storedOf(run.id), failing, stopped, missing, broken, statuses };
}

async function withWasi() {
  const ex = experiment("wasi", { observers: [new IndexedDbObserver()] });
  ex.main(async () => {
    const files = { data: { "numbers.txt": "1 2.5\\n3\\n", "log.txt": "first\\n" } };
    const survey = await runWasi(new URL("/survey.wasm", location.href), { args: ["one"], env: { LEVEL: "2" }, stdin: "in", files });
    const drawn = await runWasi(new URL("/trouble.wasm", location.href), { args: ["random"] });
    const crash = await runWasi(new URL("/trouble.wasm", location.href), { args: ["trap"] }).catch(({ name, stdout }) => [name, stdout]);
    const texts = Object.entries(survey.files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    return { exitCode: survey.exitCode, stdout: survey.stdout, stderr: survey.stderr, texts, drawn: drawn.stdout, crash };
  });
  const run = await ex.run({ configUpdates: { seed: 3 }, options });
  const stored = await reader.read(run.id);
  return { result: run.result, artifacts: (await stored.artifacts()).map(({ name, md5 }) => [name, md5]), stored: await storedOf(run.id) };
}

async function storedOf(id) {
  const run = await reader.read(id);
  const { loss } = await run.metrics();
  const sources = (await run.sources()).map(({ name, md5 }) => [name, md5]);
  return { id, status: run.status, config: await run.config(), output: await run.output(), result: run.entry.result,
    info: await run.info(), loss: loss && [...loss.steps, ...loss.values], sources };
}

try {
  const outcome = { page: await inPage(), worker: await inWorker(), wasi: await withWasi() };
  await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
} catch (error) {
  await fetch("/failure", { method: "POST", body: String(error) + "\\n" + error.stack });
}
`;

/** What a browser gives. The site has the same address for both. */
async function outcomeIn(name: string): Promise<unknown> {
  let settle: (outcome: unknown) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const outcome = new Promise<unknown>((resolve, reject) => {
    settle = resolve;
    refuse = reject;
  });
  const wasm = (program: string): Buffer => readFileSync(new URL(`host-browser/wasi/programs/${program}.wasm`, ROOT));
  await using site = await serve({
    pages: {
      "/": `<!doctype html><link rel="icon" href="data:,"><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/program.js"></script>`,
      "/program.js": PROGRAM,
      "/fit.js": FIT,
      "/broken.js": `${IMPORT}const a = = 1;`,
      "/js-tokens.js": `const module = {}; ${file("node_modules/js-tokens/index.js")}\nexport default module.exports;`,
      "/survey.wasm": wasm("survey"),
      "/trouble.wasm": wasm("trouble"),
    },
    onPost: (path, body) => (path === "/outcome" ? settle(JSON.parse(body)) : refuse(new Error(`${name}: ${body}`))),
  });
  const browser = openBrowser(name, `${site.origin}/`);
  // Also if its page never comes to an end.
  onTestFinished(() => browser.close());
  browser.process.once("exit", () => refuse(new Error(`${name} ended before its page was done.`)));
  const came = await outcome;
  await browser.close();
  return withoutOrigin(came, site.origin);
}

function withoutOrigin(outcome: unknown, origin: string): unknown {
  return JSON.parse(JSON.stringify(outcome).replaceAll(origin, "ORIGIN"));
}

const areThere = ["chromium", "firefox"].every((name) => findBrowser(name) !== undefined);
if (!areThere) console.warn("\nNo Firefox (or no Chromium) found: that runs are the same in both is not tested.\n");

test.skipIf(!areThere)("a page, a worker and a WASI program give in Firefox what they give in Chromium", async () => {
  const chromium = await outcomeIn("chromium");
  expect(chromium).toMatchObject({
    page: {
      config: { a: 1000, b: 2000, layers: [3], seed: 42 },
      stored: { status: "COMPLETED", output: "b is 2000\n" },
    },
    worker: {
      result: { c: 5 },
      points: 5000,
      info: { support: [1, 2] },
      stored: { status: "COMPLETED", sources: expect.arrayContaining([["fit.js", expect.any(String)]]) },
      failing: ["RangeError", "no fit", "singular"],
      stopped: "SacredInterrupt",
      missing: true,
      broken: true,
      statuses: ["COMPLETED", "FAILED", "INTERRUPTED"],
    },
    wasi: { result: { exitCode: 3 }, artifacts: expect.arrayContaining([["out/sum.txt", expect.any(String)]]) },
  });
  expect(await outcomeIn("firefox")).toEqual(chromium);
});
