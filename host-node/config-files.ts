import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { normalizeValue } from "../core/config/normalize.ts";
import { ConfigFileError, HostError, UnsupportedError } from "../core/errors/index.ts";
import { pythonJson } from "../core/record/python-json.ts";
import { type Dict, isDict } from "../core/values.ts";

type YamlTags = import("yaml").Tags;

interface ConfigFormat {
  parse(text: string, file: string): unknown;
  format(config: Dict): string;
}

// Loaded when a YAML file is read or written, and not before: that is what hello world would pay for.
/** Python's YAML reads YAML 1.1, but takes "y" and "n" for text. */
const YAML_OPTIONS: { version: "1.1"; customTags: (tags: YamlTags) => YamlTags } = {
  version: "1.1",
  customTags: (tags) => tags.map(withoutLetters),
};

function withoutLetters(tag: YamlTags[number]): YamlTags[number] {
  if (typeof tag === "string" || !("test" in tag) || !(tag.test instanceof RegExp)) return tag;
  const copy = { ...tag };
  copy.test = new RegExp(tag.test.source.replace(/[YN]\|[yn]\|/, ""));
  return copy;
}

const loadYaml = (): typeof import("yaml") => createRequire(import.meta.url)("yaml");

const JSON_FORMAT: ConfigFormat = {
  parse: (text, file) => parseJson(text, file),
  format: (config) => pythonJson(config),
};

const YAML_FORMAT: ConfigFormat = {
  parse(text, file) {
    const { parseDocument } = loadYaml();
    const document = parseDocument(text, { ...YAML_OPTIONS, uniqueKeys: true });
    const error = document.errors[0];
    if (error !== undefined) throw new ConfigFileError(`${file} is no valid YAML: ${error.message}`, { cause: error });
    try {
      // The limit is what refuses a "billion laughs".
      return document.toJS({ maxAliasCount: 100 });
    } catch (cause) {
      throw new ConfigFileError(`${file} can't be read: ${messageOf(cause)}`, { cause });
    }
  },
  // The style of PyYAML: sorted keys, and quotes around what YAML 1.1 would take for something else.
  format: (config) =>
    loadYaml().stringify(config, {
      ...YAML_OPTIONS,
      singleQuote: true,
      indentSeq: false,
      sortMapEntries: true,
      lineWidth: 80,
    }),
};

const FORMATS: Readonly<Record<string, ConfigFormat>> = {
  ".json": JSON_FORMAT,
  ".yaml": YAML_FORMAT,
  ".yml": YAML_FORMAT,
};

/** @throws {ConfigFileError | UnsupportedError} that names the file, and the line where there is one to blame */
export function readConfigFile(file: string): Dict {
  const format = formatOf(file);
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new ConfigFileError(`The configuration file ${file} can't be read: ${messageOf(cause)}`, { cause });
  }
  const config = normalizeValue(format.parse(text, file), "");
  if (!isDict(config)) throw new ConfigFileError(`${file} holds no dictionary of entries.`);
  return config;
}

/** Writes the whole file or nothing. */
export function writeConfigFile(file: string, config: Dict): void {
  const text = formatOf(file).format(config);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
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
    `${file}: configuration files of the kind "${extension}" are not supported yet. Use one of ${known}.`,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/([[,:\s])(NaN|-?Infinity)(?=[\s,\]}])/g, '$1"\u0000$2"'), revive);
  } catch (cause) {
    const offset = Number(/position (\d+)/.exec(messageOf(cause))?.[1] ?? Number.NaN);
    const before = text.slice(0, offset).split("\n");
    const where = Number.isNaN(offset) ? "" : ` (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`;
    throw new ConfigFileError(`${file} is no valid JSON${where}: ${messageOf(cause)}`, { cause });
  }
}

function revive(key: string, value: unknown): unknown {
  if (key === "__proto__") throw new SyntaxError('"__proto__" can\'t be a key');
  return typeof value === "string" && value.startsWith("\u0000") ? Number(value.slice(1)) : value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
