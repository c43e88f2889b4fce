import { realpath, stat } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nearestPackageJson, packageJson, type PackageJson } from "./package-json.ts";
import { packageTarget } from "./package-targets.ts";

/** Where a link leads. */
export type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "package"; readonly json: PackageJson }
  /** one of Node's own modules, or no file at all: nothing to store */
  | { readonly kind: "builtin" }
  /** a loader or a tool's configuration knows */
  | { readonly kind: "unknown" };

const BUILTIN: Target = { kind: "builtin" };
const UNKNOWN: Target = { kind: "unknown" };

/** Where the `import` of a specifier in a file leads. `isLocal` says which files are the experiment's own. */
export async function resolveImport(
  specifier: string,
  from: string,
  isLocal: (path: string) => boolean,
): Promise<Target> {
  if (isBuiltin(specifier)) return BUILTIN;
  if (/^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier)) {
    const path = pathOf(specifier, from);
    return path === undefined ? UNKNOWN : resolvePath(path, from);
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) return BUILTIN;
  return specifier.startsWith("#") ? resolveAlias(specifier, from, isLocal) : resolveName(specifier, from, isLocal);
}

/** Where `require(specifier)` in a file leads: Node says it itself. */
export async function resolveRequire(specifier: string, from: string): Promise<Target> {
  if (isBuiltin(specifier)) return BUILTIN;
  try {
    return { kind: "file", path: createRequire(from).resolve(specifier) };
  } catch {
    return /^\.{0,2}\//.test(specifier) ? resolvePath(resolve(dirname(from), specifier), from) : UNKNOWN;
  }
}

/** A query makes another module of the same file. */
function pathOf(specifier: string, from: string): string | undefined {
  try {
    return fileURLToPath(new URL(specifier.replace(/[?#].*$/s, ""), pathToFileURL(from)));
  } catch {
    return undefined;
  }
}

async function resolvePath(path: string, from: string): Promise<Target> {
  for (const candidate of candidates(path, /\.[cm]?tsx?$/.test(from))) {
    const isFile = await stat(candidate).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isFile) return { kind: "file", path: await realpath(candidate) };
  }
  return UNKNOWN;
}

/** As TypeScript and its runners read a path: `.js` may stand for `.ts`, and extensions may be left out. */
function candidates(path: string, isTypeScript: boolean): string[] {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const asTypeScript = /^\.[cm]?jsx?$/.test(extension) ? [stem + extension.replace("j", "t")] : [];
  if (extension === ".js") asTypeScript.push(`${stem}.tsx`);
  const completed = [".ts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".mts", ".cts", ".json"];
  return [
    ...(isTypeScript ? [...asTypeScript, path] : [path, ...asTypeScript]),
    ...completed.map((suffix) => path + suffix),
    ...completed.map((suffix) => join(path, `index${suffix}`)),
  ];
}

/** `#alias`: the map "imports" of the nearest package.json. */
async function resolveAlias(specifier: string, from: string, isLocal: (path: string) => boolean): Promise<Target> {
  const json = await nearestPackageJson(from);
  const target = packageTarget(json?.imports, specifier, CONDITIONS);
  if (json === undefined || target === undefined) return UNKNOWN;
  if (target.startsWith("./")) return resolvePath(join(json.folder, target), from);
  return resolveImport(target, join(json.folder, "package.json"), isLocal);
}

/** `name`, `@scope/name/sub/path`: the package in the nearest node_modules, or the one in which the file lies. */
async function resolveName(specifier: string, from: string, isLocal: (path: string) => boolean): Promise<Target> {
  const [name = specifier] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  const json = (await installed(name, from)) ?? (await ownPackage(name, from));
  if (json === undefined) return resolveRequire(specifier, from);
  // A package of the same workspace: its sources are the experiment's own.
  if (isLocal(join(json.folder, "package.json"))) {
    const entry = await resolvePath(entryOf(json, `.${specifier.slice(name.length)}`), from);
    if (entry.kind === "file") return entry;
  }
  return { kind: "package", json };
}

async function installed(name: string, from: string): Promise<PackageJson | undefined> {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    const found = await packageJson(path);
    if (found !== undefined) {
      const real = await realpath(path);
      return real === path ? found : packageJson(real);
    }
    if (dirname(folder) === folder) return undefined;
  }
}

async function ownPackage(name: string, from: string): Promise<PackageJson | undefined> {
  const json = await nearestPackageJson(from);
  return json?.name === name && json.exports !== undefined ? json : undefined;
}

function entryOf({ folder, exports, main }: PackageJson, subpath: string): string {
  const target = exports === undefined ? undefined : packageTarget(exports, subpath, CONDITIONS);
  return join(folder, target ?? (subpath === "." ? (main ?? "index.js") : subpath));
}

/** Node's conditions, and those that it was started with. */
const CONDITIONS: ReadonlySet<string> = new Set(["node", "import", "module-sync", "node-addons", ...userConditions()]);

function userConditions(): string[] {
  const options = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)].join(" ");
  return [...options.matchAll(/(?:^|\s)(?:--conditions|-C)[=\s](\S+)/g)].map(([, condition = ""]) => condition);
}
