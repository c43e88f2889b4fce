import { basename, extname, isAbsolute, posix, sep } from "node:path";
import { type ArtifactPlace, artifactPlace, isOwnFile } from "../../core/record/artifact-place.ts";

/**
 * Where an artifact is stored below a run's folder.
 *
 * @param name a file name, or a path relative to the run's folder
 * @param template of the run's report, if there is one
 */
export function artifactPath(name: string, template: string | undefined): ArtifactPlace {
  const report = template === undefined ? undefined : extname(template);
  return artifactPlace(name.replaceAll(sep, "/"), isAbsolute(name), report);
}

/**
 * Where the copy of a source is stored in the folder of a queued run.
 *
 * @param source its path relative to the base folder, which it keeps: several sources may have one name. What lies outside
 *   of the base folder, or would be in the way of the run's own files, goes to `_sources`
 */
export function queuedSourcePath(source: string): string {
  const inside = source.replace(/^(?:\.\.\/)+/, "");
  const path = isAbsolute(inside) ? basename(inside) : inside;
  const isTaken = isOwnFile(path.split("/")[0] ?? "") || path.toLowerCase().startsWith("report.");
  return path !== source || isTaken ? posix.join("_sources", path) : path;
}
