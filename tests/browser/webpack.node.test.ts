import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rspack } from "@rspack/core";
import webpack from "webpack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packedConsumer } from "../support/packed-consumer.ts";
import { hasChromium, outcomeOf, useChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

// A user's project with the packed package from npm, built by webpack or rspack for module scripts and for classic ones.

const SVM = `import { experiment } from "sacred-ts";
const ex = experiment("svm").config({ c: 1, points: 5 });
await Promise.resolve();
ex.automain(({ c, points, _run }) => {
  for (let i = 0; i < points; i++) _run.logScalar("loss", 1 / (i + c));
  console.log("trained");
  return c;
});
`;
const PAGE = `import { runInWorker } from "sacred-ts/browser";
import { IndexedDbObserver, IndexedDbReader } from "sacred-ts/observers/indexeddb";
const run = runInWorker(() => new Worker(new URL("./svm.js", import.meta.url), { type: "module" }), {
  configUpdates: { c: 10 },
  observers: [new IndexedDbObserver()],
});
run.result.then(
  async (result) => {
    const stored = await new IndexedDbReader().read(run.id);
    const texts = await Promise.all((await stored.sources()).map(({ content }) => content.text()));
    window.outcome = {
      result,
      status: stored.status,
      config: await stored.config(),
      loss: [...(await stored.metrics()).loss.values],
      output: await stored.output(),
      hasSource: texts.some((text) => text.includes("trained")),
    };
  },
  (error) => (window.outcome = String(error)),
);
`;

const openPage = useChromium();
let folder: string;
beforeAll(async () => {
  if (!hasChromium) return;
  folder = await packedConsumer(["comlink", "es-module-lexer", "fflate", "idb", "js-tokens", "json5"]);
  writeFileSync(join(folder, "svm.js"), SVM);
  writeFileSync(join(folder, "page.js"), PAGE);
});
afterAll(() => {
  if (hasChromium) rmSync(folder, { recursive: true, force: true });
});

interface Built {
  toString(options: object): string;
}
type Bundler = (options: object, done: (error: Error | null, stats?: Built) => void) => unknown;

/** Builds page.js into a folder. @returns errors and warnings */
function build(bundler: Bundler, dir: string, isModule: boolean): Promise<string> {
  const options = {
    context: folder,
    mode: "production",
    entry: "./page.js",
    output: { path: join(folder, dir), filename: "page.js", module: isModule },
    experiments: { outputModule: isModule },
    // Terser takes half a minute on a busy machine; rspack makes names short, too.
    optimization: bundler === webpack ? { minimize: false } : {},
    // How large a file is, is the user's matter.
    performance: false,
  };
  return new Promise((resolve, reject) => {
    bundler(options, (error, stats) => {
      if (error !== null || stats === undefined) reject(error ?? new Error("Nothing was built."));
      else resolve(stats.toString({ all: false, errors: true, warnings: true }));
    });
  });
}

describe.skipIf(!hasChromium).each([
  ["webpack", webpack],
  ["rspack", rspack],
] as const)("built by %s", (name, bundler) => {
  test.each([
    ["module scripts", true],
    ["classic scripts", false],
  ])("as %s, a run in a worker is stored, and nothing is warned of", async (_what, isModule) => {
    const dir = `${name}-${isModule ? "module" : "classic"}`;
    expect(await build(bundler as Bundler, dir, isModule)).toBe("");
    const script = `<script ${isModule ? 'type="module"' : "defer"} src="/built/page.js"></script>`;
    await using site = await serve({
      pages: { "/": `<!doctype html><title>built</title>${script}`, "/favicon.ico": "" },
      folders: { "/built/": join(folder, dir) },
    });
    expect(await outcomeOf(await openPage(), `${site.origin}/`)).toEqual({
      result: 10,
      status: "COMPLETED",
      config: { c: 10, points: 5, seed: expect.any(Number) },
      loss: [1 / 10, 1 / 11, 1 / 12, 1 / 13, 1 / 14],
      output: expect.stringContaining("trained\n"),
      hasSource: true,
    });
  });
});
