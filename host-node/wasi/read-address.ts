import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { messageOf } from "../../core/errors/thrown.ts";
import { fetchAddress } from "../../host-browser/wasi/fetch-address.ts";
import { WasiError } from "../../host-browser/wasi/wasi-error.ts";
import type { FoundFile } from "../../host-browser/wasi/wasi-host.ts";

/** A file or all files below a folder, by `file:`; anything else is fetched. Links to folders aren't followed. */
export async function readAddress(address: URL): Promise<readonly FoundFile[]> {
  if (address.protocol !== "file:") return fetchAddress(address);
  const path = fileURLToPath(address);
  try {
    if (!(await stat(path)).isDirectory()) return [{ name: "", bytes: await readFile(path), address }];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => found(path, entry)));
  } catch (cause) {
    throw new WasiError(
      `${path} can't be read: ${messageOf(cause)}. Relative names are looked up in the folder in which the program was started; new URL(name, import.meta.url) is beside a module.`,
      { cause },
    );
  }
}

async function found(folder: string, entry: Dirent): Promise<FoundFile> {
  const path = join(entry.parentPath, entry.name);
  const name = relative(folder, path).replaceAll(sep, "/");
  return { name, bytes: await readFile(path), address: pathToFileURL(path) };
}
