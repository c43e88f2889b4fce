import type { ExperimentInfo, ProgramPlaceRequest } from "../../core/host.ts";

/** The base folder is an address that ends with a slash, by default the main file's; "" where there is no file. */
export function programPlace({
  baseDir,
  mainFile,
}: ProgramPlaceRequest): Pick<ExperimentInfo, "base_dir" | "mainfile"> {
  const start = baseDir === undefined ? mainFile : baseDir.replace(/\/?$/, "/");
  // Deno, which runs the standalone file as well, has no location unless it is told one.
  const here = "location" in globalThis ? globalThis.location?.href : undefined;
  const base = start !== undefined && URL.canParse(start, here) ? new URL(".", new URL(start, here)) : undefined;
  const base_dir = base?.href ?? "";
  return { base_dir, mainfile: mainFile === undefined ? null : storedPath(base_dir, mainFile) };
}

/** Relative to the base folder, or the whole address of what isn't in there. */
export function storedPath(base: string, address: string): string {
  return base !== "" && address.startsWith(base) ? address.slice(base.length) : address;
}
