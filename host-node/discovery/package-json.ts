import { dirname, join } from "node:path";
import { readWhole } from "./read-whole.ts";

/** What of a package.json matters here. */
export interface PackageJson {
  /** the folder in which it lies */
  readonly folder: string;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly main: string | undefined;
  readonly exports: unknown;
  readonly imports: unknown;
}

const known: Map<string, Promise<PackageJson | undefined>> = new Map();

/** The package.json of a folder, read once in a process; undefined where there is none that can be read. */
export function packageJson(folder: string): Promise<PackageJson | undefined> {
  let found = known.get(folder);
  if (found === undefined) {
    found = read(folder);
    known.set(folder, found);
  }
  return found;
}

/** The nearest package.json above a file that fulfils `isWanted`. */
export async function nearestPackageJson(
  file: string,
  isWanted: (found: PackageJson) => boolean = () => true,
): Promise<PackageJson | undefined> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const found = await packageJson(folder);
    if (found !== undefined && isWanted(found)) return found;
    if (dirname(folder) === folder) return undefined;
  }
}

/** How a package is stored. */
export function packageText({ name, version }: Pick<PackageJson, "name" | "version">): string {
  return `${name ?? "<unknown>"}==${version ?? "<unknown>"}`;
}

async function read(folder: string): Promise<PackageJson | undefined> {
  try {
    const content: unknown = JSON.parse((await readWhole(join(folder, "package.json"))).toString("utf8"));
    if (typeof content !== "object" || content === null) return undefined;
    const entry = (name: string): unknown => Reflect.get(content, name);
    const text = (name: string): string | undefined => {
      const value = entry(name);
      return typeof value === "string" ? value : undefined;
    };
    return {
      folder,
      name: text("name"),
      version: text("version"),
      main: text("main"),
      exports: entry("exports"),
      imports: entry("imports"),
    };
  } catch {
    return undefined;
  }
}
