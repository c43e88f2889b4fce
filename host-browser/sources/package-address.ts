import { fetchDictionary } from "./fetch-dictionary.ts";
import { optimizedPackage } from "./vite-packages.ts";

/** What Sacred writes where a version can't be found out. */
export const UNKNOWN_VERSION = "<unknown>";

/** `@scope/name@1.2.3` or `name@1.2.3` as a folder of the path: how CDNs write it (jsDelivr, unpkg, esm.sh, jspm) */
const VERSIONED = /\/(?:npm:)?((?:@[\w.~-]+\/)?[\w.~-]+)@([^/@?#]+)(?=[/?#]|$)/;
/** Folders that begin with a dot are of tools (Vite's, pnpm's). */
const INSTALLED = /^(.*\/node_modules\/)(?!\.)((?:@[\w.~-]+\/)?[\w.~-]+)\//;

/** The package that an address belongs to, as "name==version"; undefined for a file of the experiment's own. */
export async function packageAt(address: string, signal: AbortSignal): Promise<string | undefined> {
  const versioned = VERSIONED.exec(address);
  if (versioned !== null) return `${versioned[1]}==${decodeURIComponent(versioned[2] ?? "")}`;
  const optimized = await optimizedPackage(address, signal);
  if (optimized !== undefined)
    return `${packageName(optimized.name)}==${(await versionOf(optimized.address, signal)) ?? UNKNOWN_VERSION}`;
  const version = await versionOf(address, signal);
  return version === undefined ? undefined : `${INSTALLED.exec(address)?.[2]}==${version}`;
}

/** `@scope/name/file` → `@scope/name` */
export function packageName(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** The version that a file's package.json tells; undefined for a file that is in no package. */
async function versionOf(address: string, signal: AbortSignal): Promise<string | undefined> {
  const [, folder, name] = INSTALLED.exec(address) ?? [];
  if (folder === undefined || name === undefined) return undefined;
  const { version } = await fetchDictionary(`${folder}${name}/package.json`, signal);
  return typeof version === "string" ? version : UNKNOWN_VERSION;
}
