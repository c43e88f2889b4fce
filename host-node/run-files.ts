import { statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { HostError, SacredError } from "../core/errors/index.ts";
import { absolutePath } from "./absolute-path.ts";

/**
 * The path of a resource or artifact.
 *
 * @throws {HostError} if there is no such file, or something that isn't one
 */
export function existingFile(file: string | URL): string {
  const path = absolutePath(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() === true) return path;
  if (found === undefined) throw missing(path, undefined);
  const advice = found.isDirectory() ? " Add each of its files, or pack it (tar, zip) and add that." : "";
  const what = found.isDirectory() ? "a folder" : "no ordinary file";
  throw new HostError(`${path} is ${what}: only files can be stored.${advice}`, { filterTraceback: "default" });
}

/** Python's modes. Its "b" and "t" make no difference here. */
const MODE = /^[rwax](?:\+?[bt]?|[bt]\+)$/;

/**
 * Opens a resource.
 *
 * @param mode as Python's open: "r", "w", "a", "x" with or without "+", "b", "t"
 * @throws {SacredError} if there is no such mode
 * @throws {HostError} if there is no such file, or it can't be opened
 */
export async function openResource(file: string, mode: string): Promise<FileHandle> {
  if (typeof mode !== "string" || !MODE.test(mode)) {
    throw new SacredError(
      `openResource knows no mode ${JSON.stringify(mode)}: it is "r", "w", "a" or "x", with "+" to read and write, as in Python.`,
    );
  }
  if (mode.startsWith("r")) existingFile(file);
  try {
    return await open(file, mode.replaceAll(/[bt]/g, "").replace("x", "wx"));
  } catch (cause) {
    throw missing(file, cause);
  }
}

function missing(path: string, cause: unknown): HostError {
  const reason = cause instanceof Error ? cause.message : "there is no such file";
  return new HostError(
    `${path} can't be used: ${reason}. Relative names are looked up in the folder in which the program was started; new URL(name, import.meta.url) is beside a module.`,
    { cause, filterTraceback: "default" },
  );
}
