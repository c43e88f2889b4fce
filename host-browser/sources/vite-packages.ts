import { isDictionary } from "../../core/record/run-entry.ts";
import { fetchDictionary } from "./fetch-dictionary.ts";

/** A package that Vite has bundled into one file for development. */
export interface OptimizedPackage {
  /** as it is imported: `@scope/name/file` */
  readonly name: string;
  /** of its entry file, as far as that can be told */
  readonly address: string;
}

const OPTIMIZED = /^(.*\/\.vite[^/]*\/deps[^/]*\/)([^/?#]+\.js)/;

/**
 * What a file of Vite's folder of optimized packages was made of; undefined for other files. The folder's _metadata.json says
 * it; without that, file names do: there `_` is written for the slashes of a name.
 */
export async function optimizedPackage(address: string, signal: AbortSignal): Promise<OptimizedPackage | undefined> {
  const [, folder, file] = OPTIMIZED.exec(address) ?? [];
  if (folder === undefined || file === undefined) return undefined;
  const { optimized } = await fetchDictionary(`${folder}_metadata.json`, signal);
  for (const [name, made] of Object.entries(isDictionary(optimized) ? optimized : {})) {
    if (!isDictionary(made) || made["file"] !== file || typeof made["src"] !== "string") continue;
    return { name, address: new URL(made["src"], folder).href };
  }
  return { name: file.replace(/\.js$/, "").replaceAll("_", "/"), address };
}
