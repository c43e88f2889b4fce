import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { ObserverError } from "../../core/errors/index.ts";
import { copyWhole } from "./atomic-write.ts";
import { makeFolders } from "./make-folders.ts";

/** Copies a file to `folder` as `name_md5.ext`, unless it is there already. Gives the path of the copy. */
export function storeOnce(file: string, folder: string): string {
  makeFolders(folder);
  // Loaded here: node:crypto takes 2 ms, and runs without files do without it.
  const { createHash } = process.getBuiltinModule("node:crypto");
  const digest = createHash("md5").update(readFileSync(file)).digest("hex");
  const extension = extname(file);
  const stored = join(folder, `${basename(file, extension)}_${digest}${extension}`);
  if (!existsSync(stored)) copyWhole(file, stored);
  return stored;
}

/** Files that a run's folder needs for itself. */
const RESERVED: ReadonlySet<string> = new Set([
  "run.json",
  "config.json",
  "info.json",
  "cout.txt",
  "metrics.json",
  "metrics.log",
  ".owner.json",
  ".capture",
]);

/**
 * Copies an artifact into a run's folder.
 *
 * @throws {ObserverError} if its name leaves the folder or is that of one of the run's own files
 */
export function storeArtifact(file: string, dir: string, name: string): void {
  const target = resolve(dir, name);
  const path = relative(dir, target);
  if (name === "" || path === "" || path.startsWith("..") || isAbsolute(path)) {
    throw new ObserverError(
      `The artifact ${JSON.stringify(name)} would be stored outside of the run's folder. Give it another name.`,
    );
  }
  if (isReserved(path)) {
    throw new ObserverError(
      `An artifact can't be called ${JSON.stringify(name)}: the run itself needs a file of this name (${[...RESERVED].join(", ")}). Give it another one: addArtifact(file, { name }).`,
    );
  }
  makeFolders(dirname(target));
  if (!isSameFile(file, target)) copyWhole(file, target);
}

/**
 * Copies a source into the folder of a queued run.
 *
 * @param source its path relative to the base folder, which it keeps: several sources may have one name. What lies outside
 *   of the base folder, or would be in the way of the run's own files, goes to `_sources`
 */
export function storeSource(file: string, dir: string, source: string): void {
  const inside = source.replace(/^(?:\.\.\/)+/, "");
  const path = isAbsolute(inside) ? basename(inside) : inside;
  storeArtifact(file, dir, path !== source || isReserved(path) ? join("_sources", path) : path);
}

function isReserved(path: string): boolean {
  return RESERVED.has(path.toLowerCase()) || path.toLowerCase().startsWith("report.");
}

function isSameFile(a: string, b: string): boolean {
  const other = statSync(b, { throwIfNoEntry: false });
  const one = statSync(a);
  return other !== undefined && one.ino === other.ino && one.dev === other.dev;
}

/** Does a file lie inside of a folder? */
export function isInside(file: string, folder: string): boolean {
  const path = relative(realpathSync(folder), realpathSync(file));
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}
