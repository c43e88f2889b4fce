import { rolldown } from "rolldown";

// Dependencies stay outside: users update them, and hello world doesn't load them. The token scanner is the exception:
// every captured function needs it, and as a module of its own it would cost a millisecond at each start.
const EXTERNAL = [/^node:/, /^(?!js-tokens$)[a-z@]/];

/** One bundle per entry with shared chunks: a hundred small modules would cost 43 ms at start, one bundle costs 13 ms. */
async function bundle(input, dir, platform) {
  const build = await rolldown({ input, platform, external: (id) => EXTERNAL.some((pattern) => pattern.test(id)) });
  await build.write({
    dir,
    format: "esm",
    sourcemap: true,
    minify: platform === "browser" ? true : { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
  });
  await build.close();
}

export function bundleNode(dir) {
  return bundle(
    {
      index: "host-node/index.ts",
      internals: "core/internals.ts",
      "observers/file-storage": "observers/file-storage/index.ts",
    },
    dir,
    "node",
  );
}

export function bundleBrowser(dir) {
  return bundle({ index: "host-browser/index.ts", internals: "core/internals.ts" }, dir, "browser");
}
