import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CallSite } from "../core/host.ts";
import { here } from "./here.ts";
import { isMainThread } from "./main-thread.ts";
import { isMadeFrom } from "./source-maps.ts";

/** Of several calls in one module the last one starts. */
let pending: (() => void) | undefined;

/** Calls `start` when the module at `site` has been evaluated whole, if it is what `node` was told to run. */
export function whenEntry(site: () => CallSite, start: () => void): void {
  const entry = process.argv[1];
  const { file } = site();
  if (!isMainThread || entry === undefined || file === undefined) return;
  const entryFile = resolveEntry(entry);
  if (entryFile === undefined) return;
  const isEntryItself = real(file) === entryFile;
  // With --enable-source-maps a stack names the source from which the entry was bundled.
  if (!isEntryItself && !(process.sourceMapsEnabled && isMadeFrom(entryFile, file))) return;
  const isFirst = pending === undefined;
  pending = start;
  // Loaded under the name of a link (--preserve-symlinks-main), it would be evaluated a second time if it were imported.
  const hasOtherName = isEntryItself && file !== entryFile;
  if (isFirst) void afterEvaluation(entryFile, hasOtherName).then(() => pending?.());
}

/** A second import of the entry settles when its evaluation does, top-level await included. */
async function afterEvaluation(entryFile: string, hasOtherName: boolean): Promise<void> {
  if (hasOtherName || isCommonJs(entryFile)) return new Promise((resolve) => setImmediate(resolve));
  try {
    await import(/* @vite-ignore */ /* webpackIgnore: true */ pathToFileURL(entryFile).href);
  } catch {
    // The entry itself failed: Node reports that, and there is nothing to run.
    return new Promise(() => undefined);
  }
}

function isCommonJs(file: string): boolean {
  return createRequire(here()).cache[file] !== undefined;
}

/** What `node PATH` runs: the file, the file with an extension, or the folder's index. */
function resolveEntry(entry: string): string | undefined {
  const candidates = [
    "",
    ".js",
    ".mjs",
    ".cjs",
    ".ts",
    ".mts",
    ".cts",
    "/index.js",
    "/index.mjs",
    "/index.cjs",
    "/index.ts",
  ];
  try {
    const main = createRequire(join(dirname(entry), "entry.js")).resolve(entry);
    return real(main);
  } catch {
    for (const suffix of candidates) {
      const path = real(entry + suffix);
      if (path !== undefined) return path;
    }
    return undefined;
  }
}

function real(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
