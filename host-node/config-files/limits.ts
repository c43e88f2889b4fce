import { readFileSync, statSync } from "node:fs";
import { NESTING_LIMIT } from "../../core/config/normalize.ts";
import { ConfigFileError } from "../../core/errors/index.ts";
import { messageOf } from "../../core/errors/thrown.ts";

/** A configuration is read by people; what is larger is data, and belongs into a resource. */
const FILE_SIZE_LIMIT: number = 64 * 2 ** 20;

/** A small file can stand for any number of values (YAML's aliases, pickle's memo): they are counted as written out. */
const VALUE_LIMIT: number = 10_000_000;

/**
 * The bytes of a regular file.
 *
 * @throws {ConfigFileError} for what can't be read, is no regular file, or is too large
 */
export function readLimited(file: string): Uint8Array {
  try {
    // Asked before it is opened: a named pipe would keep the program waiting.
    const status = statSync(file);
    if (!status.isFile())
      throw new ConfigFileError(`${file} is no regular file: no configuration can be read from it.`);
    if (status.size > FILE_SIZE_LIMIT) throw tooLarge(file, status.size);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof ConfigFileError) throw cause;
    throw new ConfigFileError(`The configuration file ${file} can't be read: ${messageOf(cause)}`, { cause });
  }
}

function tooLarge(file: string, size: number): ConfigFileError {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MB`;
  return new ConfigFileError(
    `${file} has ${megabytes(size)}, more than the ${megabytes(FILE_SIZE_LIMIT)} of a configuration file. Keep data in a file of its own, and its name in the configuration.`,
  );
}

/**
 * Goes through a value as a copy would: shared parts as often as they are used.
 *
 * @throws {ConfigFileError} if it is nested too deeply, contains itself, would become too large, or has a key `__proto__`
 */
export function checkExtent(value: unknown, file: string): void {
  let count = 0;
  const visit = (current: unknown, top: string, depth: number): void => {
    if (++count > VALUE_LIMIT) {
      throw new ConfigFileError(
        `${file} stands for more than ${VALUE_LIMIT.toLocaleString("en")} values, each reference written out.`,
      );
    }
    if (typeof current !== "object" || current === null || ArrayBuffer.isView(current)) return;
    if (depth >= NESTING_LIMIT) {
      throw new ConfigFileError(
        `${file}: the entry "${top}" is nested more than ${NESTING_LIMIT} levels deep, or contains itself.`,
      );
    }
    if (Array.isArray(current) || current instanceof Set) {
      for (const item of current) visit(item, top, depth + 1);
      return;
    }
    const entries = current instanceof Map ? current : Object.entries(current);
    for (const [key, item] of entries) {
      if (key === "__proto__") throw new ConfigFileError(`${file}: "__proto__" can't be a key of a configuration.`);
      visit(item, depth === 0 ? String(key) : top, depth + 1);
    }
  };
  visit(value, "", 0);
}
