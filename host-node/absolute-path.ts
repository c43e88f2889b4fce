import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The path of a file that is named by its address, or relative to the working folder. */
export function absolutePath(file: string | URL): string {
  if (file instanceof URL) return fileURLToPath(file);
  return resolve(file.startsWith("file://") ? fileURLToPath(file) : file);
}
