import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "es-module-lexer";
import { expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const DIST = new URL("../../dist/browser/", import.meta.url);
const STANDALONE = fileURLToPath(new URL("standalone.js", DIST));
const STANDALONE_INDEXEDDB = fileURLToPath(new URL("standalone-indexeddb.js", DIST));
const openPage = useChromium();

test("the standalone file has all names of the package", async () => {
  const standalone = await import(STANDALONE);
  const whole = await import(fileURLToPath(new URL("../../dist/browser/index.js", import.meta.url)));
  expect(Object.keys(standalone)).toEqual(expect.arrayContaining(Object.keys(whole)));
});

test("the standalone file for IndexedDB has all names of the store", async () => {
  const names = (file: string): string[] => {
    const [, exported] = parse(readFileSync(fileURLToPath(new URL(file, DIST)), "utf8"));
    return exported.map((each) => ("name" in each ? each.name : "*")).sort();
  };
  expect(names("standalone-indexeddb.js")).toEqual(names("observers/indexeddb.js"));
});

test.each([STANDALONE, STANDALONE_INDEXEDDB])("a standalone file imports nothing: %s", (file) => {
  const [imports] = parse(readFileSync(file, "utf8"));
  // What has no name is computed: a worker imports itself, to know when it has been evaluated.
  const asked = imports.flatMap((link) => (link.type === "import-meta" ? [] : [link.specifier]));
  expect(asked).toEqual(asked.map(() => undefined));
});

test.skipIf(!hasChromium)("a plain page runs an experiment with nothing but the standalone file", async () => {
  const page = `<!doctype html><script type="module">
import { experiment, PythonRandom } from "/dist/browser/standalone.js";
const ex = experiment("plain", { interactive: true })
  .config({ a: 10, get b() { return this.a * 2; }, layers: [1, 2] })
  .namedConfig("large", { a: 1000 });
ex.main(({ a, b, layers, _rnd, seed }) => [a, b, layers, _rnd.random(), Math.random(), seed]);
const printed = [];
console.log = (text) => printed.push(text);
const run = await ex.run({ configUpdates: { seed: 42 }, namedConfigs: ["large"], options: { "--loglevel": "ERROR", "--name": "other" } });
await ex.runCommandline("plain print_config with layers=[4,5] b={x:1,ä:+2}");
window.outcome = { status: run.status, result: run.result, name: run.experimentInfo.name, printed: printed.join("\\n"), draw: new PythonRandom(42).random() };
</script>`;
  await using site = await serve({ pages: { "/": page } });
  const outcome = await outcomeOf(await openPage(), `${site.origin}/`);
  expect(outcome).toMatchObject({
    status: "COMPLETED",
    name: "other",
    draw: 0.6394267984578837,
    printed: expect.stringContaining("layers = [4, 5]"),
  });
  expect(outcome).toMatchObject({ printed: expect.stringContaining("ä = 2") });
  const { experiment } = await import("sacred-ts");
  const ex = experiment("plain")
    .config({ a: 1000, b: 2000, layers: [1, 2] })
    .declare<{ seed: number }>();
  ex.main(({ a, b, layers, _rnd, seed }) => [a, b, layers, _rnd.random(), Math.random(), seed]);
  const { result } = await ex.run({ configUpdates: { seed: 42 }, options: { loglevel: "ERROR" } });
  expect(outcome).toMatchObject({ result });
  expect(site.asked).toEqual(["/", "/dist/browser/standalone.js", ...site.asked.slice(2)]);
  expect(site.asked.filter((path) => path.endsWith(".js"))).toHaveLength(1);
});
