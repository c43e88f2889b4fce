import { fetchSource } from "./source-texts.ts";

/** What Sacred writes where a version can't be found out. */
export const UNKNOWN_VERSION = "<unknown>";

/** `@scope/name@1.2.3` or `name@1.2.3` as a folder of the path: how CDNs write it (jsDelivr, unpkg, esm.sh, jspm) */
const VERSIONED = /\/(?:npm:)?((?:@[\w.~-]+\/)?[\w.~-]+)@([^/@?#]+)(?=[/?#]|$)/;
const INSTALLED = /^(.*\/node_modules\/)(?!\.)((?:@[\w.~-]+\/)?[\w.~-]+)\//;
/** what Vite makes of a package while a page is developed */
const PREBUNDLED = /\/node_modules\/\.vite[^/]*\/deps[^/]*\/([^?]+?)\.js/;

/** The package that an address belongs to, as "name==version"; undefined for a file of the experiment's own. */
export async function packageAt(address: string): Promise<string | undefined> {
  const versioned = VERSIONED.exec(address);
  if (versioned !== null) return `${versioned[1]}==${decodeURIComponent(versioned[2] ?? "")}`;
  const installed = INSTALLED.exec(address);
  if (installed !== null)
    return `${installed[2]}==${await installedVersion(`${installed[1]}${installed[2]}/package.json`)}`;
  const prebundled = PREBUNDLED.exec(address)?.[1];
  return prebundled === undefined ? undefined : `${packageName(prebundled.replaceAll("_", "/"))}==${UNKNOWN_VERSION}`;
}

/** `@scope/name/file` → `@scope/name` */
export function packageName(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

async function installedVersion(address: string): Promise<string> {
  try {
    const { version }: { version?: unknown } = JSON.parse((await fetchSource(address))?.text ?? "{}");
    return typeof version === "string" ? version : UNKNOWN_VERSION;
  } catch {
    return UNKNOWN_VERSION;
  }
}
