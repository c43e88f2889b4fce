import { renameSync, rmSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { newNotes, normalizeValue, type Notes } from "../../core/config/normalize.ts";
import { ConfigError, ConfigFileError, HostError, UnsupportedError } from "../../core/errors/index.ts";
import type { Remark } from "../../core/config/scope-result.ts";
import type { ReadConfig } from "../../core/host.ts";
import { type Dict, isDict } from "../../core/values.ts";
import { messageOf } from "../../core/errors/thrown.ts";
import type { ConfigFormat } from "./format.ts";
import { JSON_FORMAT } from "./json.ts";
import { JSON5_FORMAT } from "./json5.ts";
import { checkExtent, readLimited } from "./limits.ts";
import { PICKLE_FORMAT } from "./pickle.ts";
import { TOML_FORMAT } from "./toml.ts";
import { YAML_FORMAT } from "./yaml.ts";

const FORMATS: Readonly<Record<string, ConfigFormat>> = {
  ".json": JSON_FORMAT,
  ".json5": JSON5_FORMAT,
  ".yaml": YAML_FORMAT,
  ".yml": YAML_FORMAT,
  ".toml": TOML_FORMAT,
  ".pickle": PICKLE_FORMAT,
  ".pkl": PICKLE_FORMAT,
};

/** Does a name say that it is a configuration file's? */
export function isConfigFileName(name: string): boolean {
  return Object.hasOwn(FORMATS, extname(name).toLowerCase());
}

/** @throws {ConfigFileError | UnsupportedError} that names the file, and line and column where there is one to blame */
export function readConfigFile(file: string): ReadConfig {
  const format = formatOf(file);
  const bytes = readLimited(file);
  const value = parse(format, bytes, file);
  checkExtent(value, file);
  const notes = newNotes();
  const config = normalize(value, file, notes);
  if (!isDict(config)) throw new ConfigFileError(`${file} holds no dictionary of entries.`);
  return { config, remarks: notes.integers.length === 0 ? [] : remarksOn(notes.integers, bytes, file) };
}

function remarksOn(integers: Notes["integers"], bytes: Uint8Array, file: string): Remark[] {
  const lines = linesOfIntegers(bytes);
  // Seeds may be any integer.
  const others = integers.filter(([path]) => !/(?:^|\.)seed$/.test(path));
  return others.map(([path, digits]) => {
    const line = lines.get(digits.replace("-", "")) ?? 0;
    const place = `${file}${line > 0 ? `, line ${line},` : ""}`;
    return {
      path,
      text: `of ${place} is an integer that a double can't hold exactly; it is kept as text.`,
    };
  });
}

/** Where long runs of digits stand; 0 for those that occur more than once. */
function linesOfIntegers(bytes: Uint8Array): Map<string, number> {
  const lines = new Map<string, number>();
  const text = Buffer.from(bytes).toString("latin1");
  text.split("\n").forEach((line, index) => {
    for (const [digits] of line.matchAll(/\d{16,}/g)) lines.set(digits, lines.has(digits) ? 0 : index + 1);
  });
  return lines;
}

function parse(format: ConfigFormat, bytes: Uint8Array, file: string): unknown {
  try {
    return format.read(bytes, file);
  } catch (cause) {
    if (cause instanceof ConfigFileError) throw cause;
    // A parser gave up, mostly for want of a deeper stack.
    throw new ConfigFileError(`${file} can't be read as ${format.name}: ${messageOf(cause)}`, { cause });
  }
}

function normalize(value: unknown, file: string, notes: Notes): unknown {
  try {
    return normalizeValue(value, "", notes);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    const { message, conflictingConfigs } = cause;
    throw new ConfigFileError(`${file}: ${message}`, { cause, conflictingConfigs });
  }
}

/** Writes the whole file or nothing. */
export function writeConfigFile(file: string, config: Dict): void {
  const content = formatOf(file).write(config);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new HostError(`The configuration can't be written to ${file}: ${messageOf(cause)}`, { cause });
  }
}

function formatOf(file: string): ConfigFormat {
  const extension = extname(file).toLowerCase();
  const format = FORMATS[extension];
  if (format !== undefined) return format;
  const known = Object.keys(FORMATS).join(", ");
  throw new UnsupportedError(
    `${file}: configuration files of the kind "${extension}" are not supported. Use one of ${known}.`,
  );
}
