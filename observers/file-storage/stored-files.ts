import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, relative } from "node:path";
import { ObserverError } from "../../core/errors/index.ts";
import { copyWhole } from "./atomic-write.ts";
import { md5OfFile } from "./md5-of-file.ts";
import { makeFolders } from "./make-folders.ts";

/**
 * Copies a file to `folder` as `name_md5.ext`, unless it is there already. Gives the path of the copy.
 *
 * @param md5 of the file, if that is known
 * @throws {ObserverError} if it is no file
 */
export function storeOnce(file: string, folder: string, md5?: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) {
    const what = found === undefined ? "there is no such file" : "only files can be, one by one or packed (tar, zip)";
    throw new ObserverError(`${file} can't be stored: ${what}.`);
  }
  makeFolders(folder);
  const extension = extname(file);
  const stored = join(folder, `${basename(file, extension)}_${md5 ?? md5OfFile(file)}${extension}`);
  if (!existsSync(stored)) copyWhole(file, stored);
  return stored;
}

/** A file as it is now may be another than the one that was noted. */
export function isAsNoted(file: string, md5: string): boolean {
  return existsSync(file) && md5OfFile(file) === md5;
}

/** Copies an artifact to `path` below a run's folder; one of that name is replaced. */
export function storeArtifact(file: string, dir: string, path: string): void {
  const target = join(dir, path);
  makeFolders(dirname(target));
  if (!isSameFile(file, target)) copyWhole(file, target);
}

/** Does another file stand where this one would be stored? */
export function isTaken(file: string, target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isFile() === true && !isSameFile(file, target);
}

/** Does a file lie inside of a folder? */
export function isInside(file: string, folder: string): boolean {
  const path = relative(realpathSync(folder), realpathSync(file));
  return path !== "" && !path.startsWith("..") && !isAbsolute(path);
}

function isSameFile(a: string, b: string): boolean {
  const other = statSync(b, { throwIfNoEntry: false });
  const one = statSync(a);
  return other !== undefined && one.ino === other.ino && one.dev === other.dev;
}
