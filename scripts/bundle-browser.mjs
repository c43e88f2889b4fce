import { dirname, join, resolve } from "node:path";
import { rolldown } from "rolldown";
import { REAL_TIME } from "./real-time.mjs";
import { EXTERNAL } from "./bundle.mjs";
import { smallJson5 } from "./small-json5.mjs";

/** One after the other: what they share would be cut into further files, and the entry is what users wait for. */
export async function bundleBrowser(dir) {
  await bundle({ index: "host-browser/index.ts", browser: "host-browser/browser.ts" }, dir);
  await bundle({ internals: "core/internals.ts" }, dir);
  await bundle({ wasi: "host-browser/wasi/index.ts" }, dir);
  await bundle({ "observers/indexeddb": "observers/indexeddb/index.ts" }, dir);
  await bundle({ "observers/file-storage": "observers/file-storage/in-browser.ts" }, dir);
  // Import maps don't reach workers: this one imports nothing.
  await bundle({ "observers/indexeddb-worker": "observers/indexeddb/storing/storing-worker.ts" }, dir, {
    external: () => false,
    plugins: [smallJson5],
  });
}

/** A few kilobytes for what is loaded late: pages without a bundler would learn then that their import map has no line for it. */
const INLINED = new Set(["@jridgewell/sourcemap-codec", "fflate"]);

const isDependency = (id) => !INLINED.has(id) && EXTERNAL.some((pattern) => pattern.test(id));

async function bundle(input, dir, { external = isDependency, plugins = [] } = {}) {
  const { collectNeeded, codeSplitting } = oneStaticChunk(Object.values(input)[0]);
  const build = await rolldown({
    input,
    platform: "browser",
    transform: REAL_TIME,
    plugins: [printableWasm, workerFile, ownImport, collectNeeded, ...plugins],
    external,
  });
  await build.write({
    ...OUTPUT,
    dir,
    codeSplitting,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  });
  await build.close();
}

export const OUTPUT = {
  format: "esm",
  minify: true,
  comments: { annotation: false, jsdoc: false, legal: false },
};

/** Bundlers of users find a worker by this literal: it has to name the built file, from chunks/, where the code that starts it is. */
const workerFile = {
  name: "worker-file",
  transform: (code) => ({
    code: code.replaceAll('"./storing-worker.ts"', '"../observers/indexeddb-worker.js"'),
    map: null,
  }),
};

/** What a worker imports once more is its own file, which webpack and its like would look for: minifying has taken the comment. */
export const ownImport = {
  name: "own-import",
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      chunk.code = chunk.code?.replaceAll("import(location.href)", "import(/* webpackIgnore: true */location.href)");
  },
};

/** The form of the Wasm core that is smaller when it is compressed. */
export const printableWasm = {
  name: "printable-wasm",
  resolveId(source, importer) {
    return source === "./bytes.ts" ? join(dirname(importer), "bytes.printable.ts") : null;
  },
};

/**
 * Whatever the (first) entry imports statically is one chunk, and lazy ones import from it. Cut by who else needs it, it would be
 * ten, which compress worse (by 3 kB in all) and are found one after the other.
 */
function oneStaticChunk(entry) {
  const first = resolve(entry);
  const needed = new Set();
  const collectNeeded = {
    name: "collect-needed",
    buildEnd() {
      const visit = (id) => {
        if (needed.has(id)) return;
        needed.add(id);
        this.getModuleInfo(id)?.importedIds.forEach(visit);
      };
      visit(first);
    },
  };
  return { collectNeeded, codeSplitting: { groups: [{ name: "core", test: (id) => needed.has(id) }] } };
}
