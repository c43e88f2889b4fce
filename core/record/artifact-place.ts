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
export interface ArtifactPlace {
  readonly path: string;
  readonly isMoved: boolean;
}

/**
 * An artifact is stored as its name says, unless that would leave the run's folder or be in the way of the run's own files.
 * Then it is moved aside: better under another name than not at all.
 *
 * @param name a file name, or a path relative to the run's folder, with slashes
 * @param reportExtension of the run's report, if there is one: ".html"
 */
export function artifactPlace(name: string, isAbsolute: boolean, reportExtension?: string): ArtifactPlace {
  const parts = normalized(name.replaceAll("\0", "_"));
  const leaves = isAbsolute || parts[0] === ".." || parts.length === 0 || name.endsWith("/");
  if (!leaves && !isOwnFile(parts[0] ?? "", reportExtension)) return { path: parts.join("/"), isMoved: false };
  const inside = parts.filter((part) => part !== "..").map((part) => part.replace(":", "_"));
  return { path: [ASIDE, ...(inside.length === 0 ? ["unnamed"] : inside)].join("/"), isMoved: true };
}

/** One of several places for a path whose own is another file's. */
export function asidePlace(path: string, place: number): string {
  return `${ASIDE}/${place}/${path}`;
}

/** The parts of a path, without empty ones and ".", and with ".." at the beginning only. */
function normalized(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts;
}

/**
 * Where the copy of a source is stored in the folder of a queued run.
 *
 * @param source its path relative to the base folder, which it keeps: several sources may have one name. What lies outside
 *   of the base folder, or would be in the way of the run's own files, goes to `_sources`
 */
export function queuedSourcePlace(source: string, isAbsolute: (path: string) => boolean): string {
  const inside = source.replace(/^(?:\.\.\/)+/, "");
  const path = isAbsolute(inside) ? (inside.split("/").at(-1) ?? inside) : inside;
  const isTaken = isOwnFile(path.split("/")[0] ?? "") || path.toLowerCase().startsWith("report.");
  return path !== source || isTaken ? `_sources/${path}` : path;
}

/** Of file systems some fold case, and Windows ignores dots and spaces at the end. */
function isOwnFile(first: string, reportExtension?: string): boolean {
  const name = first.toLowerCase().replace(/[. ]+$/, "");
  const isReport = reportExtension !== undefined && name === `report${reportExtension}`.toLowerCase();
  // What is left of a write that was cut off has such a name, and is swept.
  return OWN_FILES.has(name) || isReport || /^\..*\.tmp$/.test(name);
}
