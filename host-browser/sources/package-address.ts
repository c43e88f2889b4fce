import { fetchSource } from "./source-texts.ts";

/** What Sacred writes where a version can't be found out. */
export const UNKNOWN_VERSION = "<unknown>";

/** `@scope/name@1.2.3` or `name@1.2.3` as a folder of the path: how CDNs write it (jsDelivr, unpkg, esm.sh, jspm) */
const VERSIONED = /\/(?:npm:)?((?:@[\w.~-]+\/)?[\w.~-]+)@([^/@?#]+)(?=[/?#]|$)/;
const INSTALLED = /^(.*\/node_modules\/)(?!\.)((?:@[\w.~-]+\/)?[\w.~-]+)\//;
/** what Vite makes of a package while a page is developed */
const PREBUNDLED = /^(.*\/node_modules\/)\.vite[^/]*\/deps[^/]*\/([^?]+?)\.js/;

/** The package that an address belongs to, as "name==version"; undefined for a file of the experiment's own. */
export async function packageAt(address: string): Promise<string | undefined> {
  const versioned = VERSIONED.exec(address);
  if (versioned !== null) return `${versioned[1]}==${decodeURIComponent(versioned[2] ?? "")}`;
  const installed = INSTALLED.exec(address);
  if (installed !== null) return installedPackage(installed[1], installed[2]);
  const prebundled = PREBUNDLED.exec(address);
  return prebundled === null ? undefined : installedPackage(prebundled[1], packageName(unflatten(prebundled[2] ?? "")));
}

/** `@scope_name_file__js` → `@scope/name/file.js`; three underscores are one. */
function unflatten(id: string): string {
  return id.replaceAll(/_+/g, (run) => (run.length === 1 ? "/" : run.length === 2 ? "." : run.slice(2)));
}

/** `@scope/name/file` → `@scope/name` */
export function packageName(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

async function installedPackage(folder: string = "", name: string = ""): Promise<string> {
  try {
    const { version }: { version?: unknown } = JSON.parse(
      (await fetchSource(`${folder}${name}/package.json`))?.text ?? "{}",
    );
    return `${name}==${typeof version === "string" ? version : UNKNOWN_VERSION}`;
  } catch {
    return `${name}==${UNKNOWN_VERSION}`;
  }
}
