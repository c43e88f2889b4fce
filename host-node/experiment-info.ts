import { realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import type { ExperimentInfo, ExperimentInfoRequest, ProgramPlaceRequest } from "../core/host.ts";

/** The base folder is by default that of the main file, or the working folder. */
export function programPlace({
  baseDir,
  mainFile,
}: ProgramPlaceRequest): Pick<ExperimentInfo, "base_dir" | "mainfile"> {
  const base = resolve(baseDir ?? (mainFile === undefined ? process.cwd() : dirname(mainFile)));
  return { base_dir: base, mainfile: mainFile === undefined ? null : storedPath(realPath(base), realPath(mainFile)) };
}

/** Finds sources, packages and repositories. What finds them is loaded when somebody observes. */
export async function experimentInfo(request: ExperimentInfoRequest): Promise<ExperimentInfo> {
  const { discover } = await import("./discovery/index.ts");
  return discover(request);
}

/** For -e. @throws {SacredError} */
export async function assertCommitted(info: ExperimentInfo, warn: (message: string) => void): Promise<void> {
  const discovery = await import("./discovery/assert-committed.ts");
  return discovery.assertCommitted(info, warn);
}

/** Relative to the base folder and with slashes, wherever it was stored. */
export function storedPath(realBase: string, file: string): string {
  const path = relative(realBase, file);
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** Where a file really lies; as it is named if it isn't there. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
