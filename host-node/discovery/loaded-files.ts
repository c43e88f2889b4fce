import { createRequire } from "node:module";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import { here } from "../here.ts";

const { cache } = createRequire(here());

/** The files that a CommonJS module has really required, directly; undefined for one that isn't loaded as such. */
export function requiredBy(file: string): readonly string[] | undefined {
  // A JSON file that was imported stands in the cache without children.
  const module: Partial<NodeJS.Module> | undefined = cache[file];
  return module?.children?.map(({ filename }) => filename);
}

export interface LoadedFiles {
  readonly files: ReadonlySet<string>;
  /** false where the engine doesn't tell: then only CommonJS is among them */
  readonly isWhole: boolean;
}

/**
 * The files of all programs that are loaded in this thread, ES modules included: the engine lists its scripts to whoever
 * enables debugging. Takes 10 to 20 ms, so it is done only where the texts of the sources leave open what is imported.
 */
export function loadedFiles(): LoadedFiles {
  const files = new Set(Object.keys(cache));
  const addresses = loadedScripts();
  for (const address of addresses ?? []) {
    const file = pathOf(address);
    if (file !== undefined) files.add(file);
  }
  return { files, isWhole: addresses !== undefined };
}

function loadedScripts(): string[] | undefined {
  const addresses: string[] = [];
  try {
    const { Session } = process.getBuiltinModule("node:inspector");
    const session = new Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params }) => void addresses.push(params.url));
    session.post("Debugger.enable");
    session.post("Debugger.disable");
    session.disconnect();
    return addresses;
  } catch {
    // Node was built without the inspector, or its permission model refuses it.
    return undefined;
  }
}

function pathOf(address: string): string | undefined {
  try {
    if (address.startsWith("file:")) return fileURLToPath(address.replace(/[?#].*$/s, ""));
  } catch {
    return undefined;
  }
  return isAbsolute(address) ? address : undefined;
}
