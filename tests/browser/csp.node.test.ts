import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import jsTokens from "js-tokens";
import { expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

// Pages whose policy allows next to nothing: no inline scripts, no eval, no blobs.

const openPage = useChromium();
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const IMPORTS = JSON.stringify({
  imports: {
    "sacred-ts": "/dist/browser/index.js",
    "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js",
    idb: "/node_modules/idb/build/index.js",
    json5: "/node_modules/json5/dist/index.mjs",
    "js-tokens": "/js-tokens.js",
  },
});
const IMPORTS_HASH = `'sha256-${createHash("sha256").update(IMPORTS).digest("base64")}'`;

/** js-tokens is CommonJS, which browsers don't load without a bundler. */
const JS_TOKENS = `const module = {};\n${readFileSync(`${ROOT}node_modules/js-tokens/index.js`, "utf8")}
export default module.exports;`;

const policy = (...scripts: string[]): { "content-security-policy": string } => ({
  "content-security-policy": `default-src 'none'; connect-src 'self'; worker-src 'self'; script-src 'self' ${scripts.join(" ")}`,
});

const PAGES = {
  "/": `<!doctype html><script type="importmap">${IMPORTS}</script><script type="module" src="/app/strict.js"></script>`,
  "/js-tokens.js": JS_TOKENS,
};

test.skipIf(!hasChromium)("modules of the page's own run, and a worker stores them", async () => {
  const program = `import { experiment } from "sacred-ts";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + " " + event.blockedURI));
const ex = experiment("strict", { observers: [new IndexedDbObserver()] })
  .config({ a: 10 /* some integer */, get b() { return this.a * 2; } })
  .namedConfig("large", { a: 1000 });
ex.main(({ a, b, _run, _rnd }) => {
  for (let step = 0; step < 5; step++) _run.logScalar("loss", 1 / (step + 1));
  console.log("b is", b);
  return [a, b, _rnd.random()];
});
const run = await ex.run({ namedConfigs: ["large"], configUpdates: { seed: 42 }, options: { loglevel: "ERROR" } });
await ex.runCommandline("strict print_config with b={x:[1,2]} -u");
const stored = await new IndexedDbReader().read(run.id);
window.outcome = {
  result: run.result,
  status: stored.status,
  config: await stored.config(),
  sources: stored.entry.experiment.sources.map(([name]) => name),
  points: (await stored.metrics()).loss.values.length,
  violations,
};`;
  await using site = await serve({
    headers: policy("'wasm-unsafe-eval'", IMPORTS_HASH),
    pages: { ...PAGES, "/app/strict.js": program },
  });
  expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual({
    result: [1000, 2000, expect.any(Number)],
    status: "COMPLETED",
    config: { a: 1000, b: 2000, seed: 42 },
    sources: ["strict.js"],
    points: 5,
    violations: [],
  });
  expect(site.asked).toContain("/dist/browser/observers/indexeddb-worker.js");
});

test.skipIf(!hasChromium)("the standalone file needs 'self' and 'wasm-unsafe-eval' alone", async () => {
  const program = `import { experiment } from "/dist/browser/standalone.js";
const ex = experiment("alone").config({ a: 10, layers: [1, 2] });
ex.main(({ a, layers, _rnd }) => [a, layers, _rnd.randint(1, 6)]);
window.outcome = (await ex.run({ configUpdates: { seed: 1, "layers": [3] }, options: { loglevel: "ERROR" } })).result;`;
  await using site = await serve({
    headers: policy("'wasm-unsafe-eval'"),
    pages: { "/": `<!doctype html><script type="module" src="/alone.js"></script>`, "/alone.js": program },
  });
  expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual([10, [3], expect.any(Number)]);
});

test.skipIf(!hasChromium)("without 'wasm-unsafe-eval' the error says what to add", async () => {
  const program = `import { experiment, PythonRandom, SacredError } from "sacred-ts";
const ex = experiment("refused").config({ a: 1 });
ex.main(({ a }) => a);
const told = (error) => [error instanceof SacredError, error.name, error.message];
const attempt = async (act) => { try { return await act(); } catch (error) { return told(error); } };
window.outcome = [
  await attempt(() => ex.run({ configUpdates: { seed: 1 }, options: { loglevel: "CRITICAL" } })),
  await attempt(() => new PythonRandom(1).random()),
];`;
  await using site = await serve({
    headers: policy(IMPORTS_HASH),
    pages: { ...PAGES, "/app/strict.js": program },
  });
  const refused = [true, "UnsupportedError", expect.stringMatching(/'wasm-unsafe-eval' to .*script-src/)];
  expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual([refused, refused]);
});

test("nothing that is built for browsers makes code of texts", () => {
  const folder = `${ROOT}dist/browser`;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
  expect(files).toContain("standalone.js");
  for (const file of files) expect([file, codeFromText(readFileSync(`${folder}/${file}`, "utf8"))]).toEqual([file, []]);
});

test("that test finds what it looks for", () => {
  const text =
    "eval(a); (0,eval)(b); new Function(c); Function(d); x.constructor; /eval/; 'eval'; x.eval; setTimeout('e')";
  expect(codeFromText(text)).toEqual(["eval", "eval", "Function", "Function", "setTimeout"]);
});

/** The names in a program that would make code of a text. */
function codeFromText(text: string): readonly string[] {
  const tokens = [...jsTokens(text)].filter(({ type }) => !/Space|Terminator|Comment/.test(type));
  const valueAt = (index: number): string => tokens[index]?.value ?? "";
  return tokens
    .filter(({ type, value }, index) => {
      if (type !== "IdentifierName" || [".", "?."].includes(valueAt(index - 1)) || valueAt(index + 1) === ":")
        return false;
      if (value === "eval") return true;
      if (value === "Function") return valueAt(index - 1) === "new" || valueAt(index + 1) === "(";
      return /^set(Timeout|Interval)$/.test(value) && /String|Template/.test(tokens[index + 2]?.type ?? "");
    })
    .map(({ value }) => value);
}
