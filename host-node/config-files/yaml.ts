import type { YAMLError } from "yaml";
import { type ConfigFormat, invalidFile, placeAt } from "./format.ts";
import { isLargeInteger } from "../../core/record/python-json.ts";
import { isDict, type Value } from "../../core/values.ts";
import { decodeText } from "./text.ts";
import { MisplacedYaml, valuesOf } from "./yaml-values.ts";
import { loadPackage } from "../load-package.ts";

type YamlTags = import("yaml").Tags;
type ScalarTag = import("yaml").ScalarTag;

/** What a text in YAML holds escaped only: PyYAML refuses those characters, or takes them for the end of a line. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Surrogate}\u2028\u2029\uFEFF\uFFFE\uFFFF]/u;

/** Texts that PyYAML doesn't read as they are, although YAML allows it; "=" and "<<" mean something to it. */
const ODD_TEXT: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  identify: (value) => typeof value === "string" && (/^(?:=|<<)$/.test(value) || UNPRINTABLE.test(value)),
  test: /(?!)/, // only about writing
  resolve: (text) => text,
  stringify: ({ value }) => JSON.stringify(value).replaceAll(new RegExp(UNPRINTABLE, "gu"), escaped),
};

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Python's YAML reads YAML 1.1, but takes "y" and "n" for text. */
const OPTIONS: { version: "1.1"; customTags: (tags: YamlTags) => YamlTags } = {
  version: "1.1",
  customTags: (tags) => [ODD_TEXT, ...tags.map(asInPython)],
};

function asInPython(tag: YamlTags[number]): YamlTags[number] {
  if (typeof tag === "string" || !("test" in tag) || !(tag.test instanceof RegExp)) return tag;
  const copy = { ...tag };
  copy.test = new RegExp(tag.test.source.replace(/[YN]\|[yn]\|/, ""));
  if (tag.stringify !== undefined) copy.stringify = (...args) => withPoint(tag.stringify?.(...args) ?? "");
  return copy;
}

/** PyYAML takes a number with an exponent for text unless it has a point, too. */
const withPoint = (text: string): string => text.replace(/^(-?\d+)(?=e[-+]\d+$)/, "$1.0");

function withAllDigits(value: Value): Value {
  if (typeof value === "number") return isLargeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(withAllDigits);
  return isDict(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withAllDigits(inner)]))
    : value;
}

const load = (): typeof import("yaml") => loadPackage("yaml") as typeof import("yaml");

/** YAML as PyYAML reads and writes it. Tags that stand for objects of a program (`!!python/…`, `!mine`) are refused. */
export const YAML_FORMAT: ConfigFormat = {
  name: "YAML",
  read(bytes, file) {
    const text = decodeText(bytes, file, this.name);
    const refuse = (error: YAMLError): Error =>
      invalidFile(file, this.name, error.message, placeAt(text, error.pos[0]), error);
    try {
      const document = load().parseDocument(text, {
        ...OPTIONS,
        // It would compare each key with all before it.
        uniqueKeys: false,
        prettyErrors: false,
        intAsBigInt: true,
      });
      const unknownTag = document.warnings.find(({ code }) => code === "TAG_RESOLVE_FAILED");
      const mistake = document.errors[0] ?? unknownTag;
      if (mistake !== undefined) throw refuse(mistake);
      return valuesOf(load(), document);
    } catch (cause) {
      if (cause instanceof MisplacedYaml) throw invalidFile(file, this.name, cause.message, placeAt(text, cause.at));
      // The parser nests as deeply as the text does.
      if (cause instanceof RangeError) throw invalidFile(file, this.name, "it is nested too deeply.", undefined, cause);
      throw cause;
    }
  },
  // The style of PyYAML: sorted keys, and quotes around what YAML 1.1 would take for something else.
  write: (config) =>
    load().stringify(withAllDigits(config), {
      ...OPTIONS,
      singleQuote: true,
      indentSeq: false,
      sortMapEntries: true,
      lineWidth: 80,
    }),
};
