import { renameSync, rmSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { normalizeValue } from "../../core/config/normalize.ts";
import { ConfigError, ConfigFileError, HostError, UnsupportedError } from "../../core/errors/index.ts";
import { type Dict, isDict } from "../../core/values.ts";
import { type ConfigFormat, messageOf } from "./format.ts";
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

/** @throws {ConfigFileError | UnsupportedError} that names the file, and line and column where there is one to blame */
export function readConfigFile(file: string): Dict {
  const value = parse(formatOf(file), file);
  checkExtent(value, file);
  const config = normalize(value, file);
  if (!isDict(config)) throw new ConfigFileError(`${file} holds no dictionary of entries.`);
  return config;
}

function parse(format: ConfigFormat, file: string): unknown {
  const bytes = readLimited(file);
  try {
    return format.read(bytes, file);
  } catch (cause) {
    if (cause instanceof ConfigFileError) throw cause;
    // A parser gave up, mostly for want of a deeper stack.
    throw new ConfigFileError(`${file} can't be read as ${format.name}: ${messageOf(cause)}`, { cause });
  }
}

function normalize(value: unknown, file: string): unknown {
  try {
    return normalizeValue(value, "");
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
