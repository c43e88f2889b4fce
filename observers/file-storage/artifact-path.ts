import { extname, isAbsolute, sep } from "node:path";
import { type ArtifactPlace, artifactPlace, asidePlace, queuedSourcePlace } from "../../core/record/artifact-place.ts";

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

/** The same for the copy of a source in the folder of a queued run. */
export function queuedSourcePath(source: string): string {
  return queuedSourcePlace(source.replaceAll(sep, "/"), isAbsolute);
}

/** The path itself, or, as long as another file stands there, one further aside. */
export function freePlace(path: string, isOthers: (path: string) => boolean): string {
  let free = path;
  for (let place = 1; isOthers(free); place++) free = asidePlace(path, place);
  return free;
}
