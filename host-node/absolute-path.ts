import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describeValue } from "../core/errors/describe-value.ts";
import { DefinitionError } from "../core/errors/index.ts";

/**
 * The path of a file that is named by its address, or relative to the working folder.
 *
 * @throws {DefinitionError} if it is something else
 */
export function absolutePath(file: string | URL): string {
  if (file instanceof URL) return fileURLToPath(file);
  if (typeof file !== "string")
    throw new DefinitionError(`A file is named by its path or its URL, not by ${describeValue(file)}.`);
  return resolve(file.startsWith("file://") ? fileURLToPath(file) : file);
}
