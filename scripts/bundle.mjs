import { posix } from "node:path";
import { rolldown } from "rolldown";
import { REAL_TIME_OF_NODE } from "./real-time.mjs";

// Dependencies stay outside: users update them, and hello world doesn't load them.
export const EXTERNAL = [/^node:/, /^[a-z@]/];

/**
 * On Node, but for 13 kB that synchronous code asks for: `require` would have to find them, and bundlers of users don't see
 * what is required.
 */
const INLINED = /^js-tokens$/;

/**
 * Node's own modules without their ESM façades: making one reads every export, and for node:fs alone that loads all of
 * Node's streams (3 ms at each start).
 */
const builtinsWithoutFacades = {
  name: "builtins-without-facades",
  renderChunk(code) {
    const bare = code.replaceAll(/import\s*\{([^}]*)\}\s*from\s*["'](node:[^"']+)["'];?/g, (_whole, names, module) => {
      const pattern = names.replaceAll(/\s+as\s+/g, ": ");
      return `const {${pattern}} = process.getBuiltinModule("${module}");`;
    });
    return { code: bare, map: null };
  },
};

/**
 * What is loaded at every run anyway is imported statically: as a part of the core's chunk, a dynamic import would only load
 * another file that points back to it, for a millisecond each.
 */
const ALWAYS_NEEDED =
  /await import\("(\.\.?\/(?:lifecycle|apply-options|info-request|stock-effects|cli\/commandline|discovery\/index)\.ts)"\)/g;
const staticImports = {
  name: "static-imports",
  transform(code) {
    const targets = [...new Set(Array.from(code.matchAll(ALWAYS_NEEDED), ([, target]) => target))];
    if (targets.length === 0) return null;
    const imports = targets.map((target, index) => `import * as always${index} from "${target}";`).join(" ");
    const body = code.replaceAll(ALWAYS_NEEDED, (_whole, target) => `always${targets.indexOf(target)}`);
    return { code: `${imports}${body}`, map: null };
  },
};

/** A chunk that only passes on some names of another one, which also holds other things. */
const FACADE = /^import \{([^}]*)\} from "(\.[^"]+)";\s*export \{[^}]*\};\s*$/;

/** What is imported dynamically comes from where it stands, not by way of a module of its own: that costs a millisecond, too. */
const withoutFacades = {
  name: "without-facades",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter(({ type }) => type === "chunk");
    for (const facade of chunks.filter(({ isEntry }) => !isEntry)) {
      const [, names, target] = FACADE.exec(facade.code) ?? [];
      if (names === undefined) continue;
      const own = posix.join(posix.dirname(facade.fileName), target);
      for (const chunk of chunks) {
        const addressOf = (file) => posix.relative(posix.dirname(chunk.fileName), file).replace(/^(?!\.\.\/)/, "./");
        chunk.code = chunk.code.replaceAll(
          `import("${addressOf(facade.fileName)}")`,
          `import("${addressOf(own)}").then(({${names.replaceAll(/\s+as\s+/g, ": ")}}) => ({${names.replaceAll(/\S+\s+as\s+/g, "")}}))`,
        );
      }
      delete bundle[facade.fileName];
    }
  },
};

/**
 * What every program needs is one module, and so is what stores runs: each further one costs a millisecond at the start.
 */
const CHUNKS = {
  groups: [
    {
      name: "core",
      test: /[\\/]core[\\/](?!commands|internals|record[\\/]read-|cli[\\/](?:format-error|values|updates|usage))|[\\/]js-tokens[\\/]|[\\/]host-node[\\/](?:absolute-path|real-time|experiment-info|gpus|ask-program|discovery[\\/](?:index|repositories|git-config|source-file|read-whole)|own-frames|source-maps|tokenize|capture[\\/](?:blocking-write|capture-file|captured-part))/,
    },
    // What reads and repairs runs is loaded when somebody does.
    { name: "file-storage", test: /[\\/]observers[\\/]file-storage[\\/](?!recovery|reader[\\/]stored)/ },
  ],
};

/** One bundle per entry with shared chunks: a hundred small modules would cost 43 ms at start, one bundle costs 13 ms. */
export async function bundleNode(dir) {
  const build = await rolldown({
    input: {
      index: "host-node/index.ts",
      internals: "core/internals.ts",
      tensorflow: "host-node/tensorflow/index.ts",
      wasi: "host-node/wasi/index.ts",
      "observers/file-storage": "observers/file-storage/index.ts",
      "bin/sacred-ts": "host-node/bin/sacred-ts.ts",
    },
    platform: "node",
    transform: REAL_TIME_OF_NODE,
    plugins: [staticImports, builtinsWithoutFacades, withoutFacades],
    // The text of the Wasm core would stand there twice.
    optimization: { inlineConst: false },
    external: (id) => !INLINED.test(id) && EXTERNAL.some((pattern) => pattern.test(id)),
  });
  await build.write({
    dir,
    format: "esm",
    comments: { annotation: true, jsdoc: false, legal: false },
    minify: false,
    codeSplitting: CHUNKS,
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  });
  await build.close();
}
