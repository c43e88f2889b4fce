import { basename, extname, isAbsolute, posix, sep } from "node:path";

/** Files that a run's folder needs for itself. */
const OWN_FILES: ReadonlySet<string> = new Set([
  "run.json",
  "config.json",
  "info.json",
  "cout.txt",
  "metrics.json",
  "metrics.log",
  ".owner.json",
  ".capture",
]);

/** Where artifacts are kept that can't have the place that their name says. */
const ASIDE = "_artifacts";

/** Where an artifact is stored below a run's folder, with slashes as in run.json. */
export interface ArtifactPath {
  readonly path: string;
  readonly isMoved: boolean;
}

/**
 * An artifact is stored as its name says, unless that would leave the run's folder or be in the way of the run's own files.
 * Then it is moved aside: better under another name than not at all.
 *
 * @param name a file name, or a path relative to the run's folder
 * @param template of the run's report, if there is one
 */
export function artifactPath(name: string, template: string | undefined): ArtifactPath {
  const path = posix.normalize(name.replaceAll("\0", "_").replaceAll(sep, "/"));
  const parts = path.split("/");
  const leaves = isAbsolute(path) || parts[0] === ".." || path === "." || parts.at(-1) === "";
  if (!leaves && !isOwnFile(parts[0] ?? "", template)) return { path, isMoved: false };
  const inside = parts
    .filter((part) => part !== ".." && part !== "." && part !== "")
    .map((part) => part.replace(":", "_"));
  return { path: posix.join(ASIDE, ...(inside.length === 0 ? ["unnamed"] : inside)), isMoved: true };
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
  const isTaken = isOwnFile(path.split("/")[0] ?? "", undefined) || path.toLowerCase().startsWith("report.");
  return path !== source || isTaken ? posix.join("_sources", path) : path;
}

/** Of file systems some fold case, and Windows ignores dots and spaces at the end. */
function isOwnFile(first: string, template: string | undefined): boolean {
  const name = first.toLowerCase().replace(/[. ]+$/, "");
  const isReport = template !== undefined && name === `report${extname(template)}`.toLowerCase();
  // What is left of a write that was cut off has such a name, and is swept.
  return OWN_FILES.has(name) || isReport || /^\..*\.tmp$/.test(name);
}
