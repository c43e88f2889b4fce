import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { EXTERNAL } from "./bundle.mjs";

const PROJECTS = ["tsconfig.core.json", "tsconfig.node.json", "tsconfig.browser.json"];

/** The modules whose types users import, by the names that package.json gives their declarations. */
const ENTRIES = {
  node: "host-node/index",
  browser: "host-browser/browser",
  internals: "core/internals",
  "observers/file-storage": "observers/file-storage/index",
  "observers/indexeddb": "observers/indexeddb/index",
  "observers/indexeddb-worker": "observers/indexeddb/storing/storing-worker",
  standalone: "host-browser/standalone",
  "standalone-indexeddb": "observers/indexeddb/standalone",
  tensorflow: "host-node/tensorflow/index",
  wasi: "host-node/wasi/index",
};

/**
 * Declarations by TypeScript 7, a project a host, so that each is checked against just the globals that it has; then one file
 * an entry, with what entries share in chunks: a class with private parts is the same type whichever entry names it.
 */
export async function emitDeclarations(outDir) {
  const single = `${outDir}-single`;
  for (const project of PROJECTS) compile("-p", project, "--outDir", single);
  const build = await rolldown({
    input: Object.fromEntries(Object.entries(ENTRIES).map(([name, file]) => [name, `${single}/${file}.d.ts`])),
    plugins: [dts({ dtsInput: true, tsconfig: false, emitDtsOnly: true }), keepReferences, toleratePrograms],
    experimental: { attachDebugInfo: "none" },
    checks: { pluginTimings: false },
    external: (id) => EXTERNAL.some((pattern) => pattern.test(id)),
  });
  await build.write({
    dir: outDir,
    format: "esm",
    entryFileNames: "[name].ts",
    chunkFileNames: "shared/[name].ts",
  });
  await build.close();
  rmSync(single, { recursive: true });
}

/** `/// <reference lib="…" />` says what a user's own tsconfig may lack: bundling drops it as a comment. */
const REFERENCE = /^\/\/\/ <reference .*\/>$/gm;
const keepReferences = {
  name: "keep-references",
  renderChunk(code, { moduleIds }) {
    const references = moduleIds.flatMap((id) => readFileSync(id, "utf8").match(REFERENCE) ?? []);
    return { code: [...new Set(references), code].join("\n"), map: null };
  },
};

/** A program for browsers may lack the types of Node. */
const toleratePrograms = {
  name: "tolerate-programs",
  renderChunk: (code) => ({ code: code.replaceAll(/^import .* from "node:/gm, "// @ts-ignore\n$&"), map: null }),
};

/** Runs the TypeScript compiler; a type error ends the build. */
export function compile(...args) {
  execFileSync(process.execPath, ["node_modules/typescript7/bin/tsc", ...args], { stdio: "inherit" });
}
