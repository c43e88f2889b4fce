import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const openPage = useChromium();
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");
const STANDALONE = readFileSync(fileURLToPath(new URL("../../dist/browser/standalone.js", import.meta.url)), "utf8");

/** Packages that import nothing, in the place of a CDN's. */
const PACKAGES = {
  "/npm/d3@7.9.0/+esm": "export const version = 7;",
  "/npm/@scope/deep@1.2.3-beta.1/dist/file.js": "export default 1;",
  "/node_modules/installed/package.json": '{ "name": "installed", "version": "4.5.6" }',
  "/node_modules/installed/main.js": "export default 2;",
};
const IMPORTS = {
  "sacred-ts": "/npm/sacred-ts@0.1.0/standalone.js",
  d3: "/npm/d3@7.9.0/+esm",
  deep: "/npm/@scope/deep@1.2.3-beta.1/dist/file.js",
  installed: "/node_modules/installed/main.js",
  "#own/": "/app/own/",
};
const PAGE = `<!doctype html><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/app/svm.js"></script>`;
const HELPER = 'export const half = (x) => x / 2;\nexport * from "#own/constants.js";\n';
const CONSTANTS = "export const PI = 3;\n";
const DATASET = `import { Ingredient } from "sacred-ts";
export const dataset = new Ingredient("dataset").config({ file: "x.csv" /* where it lies */ });
`;

const program = (end: string): string => `import { experiment } from "sacred-ts";
import { version } from "d3";
import deep from "deep";
import installed from "installed";
import { half, PI } from "./lib/helper.js";
import { dataset } from "./dataset.js";
const later = await import("./later.js");
export const ex = experiment(undefined, { ingredients: [dataset] }).config({
  a: 10, // some integer
  // a list
  layers: [1, 2],
});
ex.main(({ a }) => half(a) + PI + version + deep + installed + later.default);
${end}
`;

function site(source: string, headers = {}) {
  return serve({
    headers,
    pages: {
      "/": PAGE,
      "/app/svm.js": source,
      "/app/lib/helper.js": HELPER,
      "/app/own/constants.js": CONSTANTS,
      "/app/dataset.js": DATASET,
      "/app/later.js": "export default 0;\n",
      "/app/extra.csv": "1,2\n",
      "/npm/sacred-ts@0.1.0/standalone.js": STANDALONE,
      ...PACKAGES,
    },
  });
}

test.skipIf(!hasChromium)("modules and what they import are sources, packages are dependencies", async () => {
  const source =
    program(`ex.addSourceFile(new URL("extra.csv", import.meta.url)).addPackageDependency("d3", "7.9.0-own");
window.outcome = await ex.getExperimentInfo();`);
  await using pages = await site(source);
  expect(await outcomeOf(await openPage(), `${pages.origin}/`)).toEqual({
    name: "svm",
    base_dir: `${pages.origin}/app/`,
    mainfile: "svm.js",
    sources: [
      ["dataset.js", md5(DATASET)],
      ["extra.csv", md5("1,2\n")],
      ["later.js", md5("export default 0;\n")],
      ["lib/helper.js", md5(HELPER)],
      ["own/constants.js", md5(CONSTANTS)],
      ["svm.js", md5(source)],
    ],
    dependencies: ["@scope/deep==1.2.3-beta.1", "d3==7.9.0-own", "installed==4.5.6", "sacred-ts==0.1.0"],
    repositories: [],
  });
});

test.skipIf(!hasChromium)("comments describe the entries, in print_config, too", async () => {
  await using pages = await site(
    program(`const printed = [];
console.log = (text) => printed.push(text);
const { docs } = await ex.resolveConfig();
await ex.runCommandline("svm print_config -u");
window.outcome = { docs: [...docs], printed: printed.join("\\n") };`),
  );
  const outcome = await outcomeOf(await openPage(), `${pages.origin}/`);
  expect(outcome).toMatchObject({
    docs: expect.arrayContaining([
      ["a", "some integer"],
      ["layers", "a list"],
      ["dataset.file", "where it lies"],
    ]),
    printed: expect.stringContaining("a = 10                             # some integer"),
  });
});

test.skipIf(!hasChromium)("a run starts without what another origin doesn't give away, and says so", async () => {
  const other = { "/closed.js": "export default 5;\n", "/open.js": "export default 6;\n" };
  await using closed = await serve({ pages: other });
  await using open = await serve({ pages: other, headers: { "access-control-allow-origin": "*" } });
  // A browser runs no module of another origin without CORS, but a text can be named all the same.
  const source = `import { experiment, RunObserver } from "sacred-ts";
import six from "${open.origin}/open.js";
if (six < 0) await import("${closed.origin}/closed.js");
const ex = experiment("crossing");
ex.main(() => undefined);
performance.getEntriesByName = () => [{}];
const warnings = [];
const ignore = () => undefined;
ex.logger = { debug: ignore, info: ignore, warn: (text) => warnings.push(text), error: ignore };
ex.observers.push(new RunObserver());
const { status, experimentInfo } = await ex.run();
window.outcome = { status, warnings, ...experimentInfo };
`;
  await using pages = await site(source);
  expect(await outcomeOf(await openPage(), `${pages.origin}/`)).toMatchObject({
    status: "COMPLETED",
    warnings: [expect.stringContaining(`Nothing could be fetched from ${closed.origin}/closed.js`)],
    sources: [
      [`${open.origin}/open.js`, md5("export default 6;\n")],
      ["svm.js", md5(source)],
    ],
    dependencies: [`${closed.origin}/closed.js==<unknown>`, "sacred-ts==0.1.0"],
  });
});

test.skipIf(!hasChromium)("a script in the page needs interactive, and so does a blob", async () => {
  const page = `<!doctype html><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script><script type="module">
import { experiment } from "sacred-ts";
const attempt = (make) => { try { make(); return "defined"; } catch (error) { return error.message; } };
const text = 'import { experiment } from "' + location.origin + '/npm/sacred-ts@0.1.0/standalone.js"; export default () => experiment("blob");';
const blob = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
window.outcome = [attempt(() => experiment("inline")), attempt(() => experiment("inline", { interactive: true })), attempt(blob.default)];
</script>`;
  await using pages = await serve({
    pages: { "/": page, "/npm/sacred-ts@0.1.0/standalone.js": STANDALONE },
  });
  expect(await outcomeOf(await openPage(), `${pages.origin}/`)).toEqual([
    expect.stringMatching(/^The experiment "inline" is defined without a source file .*interactive: true/),
    "defined",
    expect.stringMatching(/^The experiment "blob" is defined without a source file/),
  ]);
});
