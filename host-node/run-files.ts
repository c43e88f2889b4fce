import { existsSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { HostError, SacredError } from "../core/errors/index.ts";
import type { FileSource } from "../core/run/file-source.ts";
import { absolutePath } from "./absolute-path.ts";

/** A file that can't be used; `code` is the system's. */
class FileError extends HostError {
  override readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause, filterTraceback: "default" });
    this.code = code;
    this.name = "HostError";
  }
}

/**
 * The path of an artifact, or of a resource that is read.
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
  throw new FileError(`${path} is ${what}: only files can be stored.${advice}`, "EISDIR");
}

/** Python's modes. Its "b" and "t" make no difference here. */
const MODE = /^[rwax](?:\+?[bt]?|[bt]\+)$/;

/**
 * Opens a resource.
 *
 * @param mode as Python's open: "r", "w", "a", "x" with or without "+", "b", "t"
 * @param note tells observers of the file: before what is in it may be changed, or once there is one
 * @throws {SacredError} if there is no such mode
 * @throws {HostError} if there is no such file, or it can't be opened
 */
export async function openResource(file: string, mode: string, note: () => Promise<void>): Promise<FileHandle> {
  if (typeof mode !== "string" || !MODE.test(mode)) {
    throw new SacredError(
      `openResource knows no mode ${JSON.stringify(mode)}: it is "r", "w", "a" or "x", with "+" to read and write, as in Python.`,
    );
  }
  const flags = mode.replaceAll(/[bt]/g, "").replace("x", "wx");
  // As in Sacred, what is to be read is noted first, whether it is there or not.
  if (!mode.startsWith("r") && !existsSync(file)) {
    const made = await openOrExplain(file, flags);
    await note();
    return made;
  }
  await note();
  if (mode.startsWith("r")) existingFile(file);
  return openOrExplain(file, flags);
}

async function openOrExplain(file: string, flags: string): Promise<FileHandle> {
  try {
    return await open(file, flags);
  } catch (cause) {
    throw missing(file, cause);
  }
}

function missing(path: string, cause: unknown): FileError {
  const reason = cause instanceof Error ? cause.message : "there is no such file (ENOENT)";
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "ENOENT";
  return new FileError(
    `${path} can't be used: ${reason}. Relative names are looked up in the folder in which the program was started; new URL(name, import.meta.url) is beside a module.`,
    code,
    cause,
  );
}

/** @throws {HostError} if it is the content of a file */
export function pathOf(file: FileSource): string | URL {
  if (typeof file === "string" || file instanceof URL) return file;
  throw new HostError("On Node an artifact or resource is a file: write the content to one, and give its path.");
}
