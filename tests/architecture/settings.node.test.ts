import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createSettings } from "../../core/settings.ts";

/** Settings by their dotted names, as JSON shows their values. */
function flat(settings: object, prefix = ""): [name: string, value: string][] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? flat(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, JSON.stringify(value)]],
  );
}

const table = Array.from(
  readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8").matchAll(
    /^\| `([\w.]+)`\s*\| (?:`([^`]+)`|([^|]+?))\s*\| (\S.*?)\s*\|$/gm,
  ),
  ([, name = "", literal, words, meaning]) => ({ name, literal, words, meaning }),
);
const real = new Map(flat(createSettings()));

test("the documentation's table names every setting once, and no other", () => {
  expect(table.map(({ name }) => name).sort()).toEqual([...real.keys()].sort());
});

test("the documentation's table tells the real defaults", () => {
  const told = table.filter(({ literal }) => literal !== undefined);
  expect(told.map(({ name, literal }) => [name, literal])).toEqual(told.map(({ name }) => [name, real.get(name)]));
  // In words where the value is longer than a line of the table.
  expect(table.filter(({ literal }) => literal === undefined).map(({ name }) => name)).toEqual([
    "config.ignoredComments",
  ]);
});

test("the shape of the settings is frozen, at every depth", () => {
  const settings = createSettings();
  const objects: object[] = [settings, settings.config, settings.commandLine, settings.hostInfo];
  for (const object of objects) {
    expect(() => Reflect.set(object, "nothing", 1)).toThrow("There is no setting");
    expect(() => Object.defineProperty(object, "nothing", { value: 1 })).toThrow("There is no setting");
    expect(() => Reflect.deleteProperty(object, Object.keys(object)[0] ?? "")).toThrow("can't be added or removed");
  }
  for (const name of ["config", "commandLine", "hostInfo"])
    expect(() => Reflect.set(settings, name, {})).toThrow(`settings.${name} can't be replaced as a whole`);
  expect(() => Reflect.set(settings.config, "randomBackand", "numpy")).toThrow('Did you mean "randomBackend"?');
});

test("each setting takes values of its own kind only", () => {
  const settings = createSettings();
  for (const [name, value] of flat(settings)) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    const owner = path.reduce((object: object, key) => Reflect.get(object, key), settings);
    const refused: unknown = typeof JSON.parse(value) === "boolean" ? "yes" : true;
    expect(() => Reflect.set(owner, last, refused)).toThrow(`settings.${name}`);
    Reflect.set(owner, last, Reflect.get(owner, last));
  }
});

/** The entries of Sacred 0.8.7's SETTINGS. */
const SACREDS = `CONFIG.ENFORCE_KEYS_MONGO_COMPATIBLE CONFIG.ENFORCE_KEYS_JSONPICKLE_COMPATIBLE
CONFIG.ENFORCE_VALID_PYTHON_IDENTIFIER_KEYS CONFIG.ENFORCE_STRING_KEYS CONFIG.ENFORCE_KEYS_NO_EQUALS
CONFIG.READ_ONLY_CONFIG CONFIG.IGNORED_COMMENTS CONFIG.NUMPY_RANDOM_LEGACY_API HOST_INFO.INCLUDE_GPU_INFO
HOST_INFO.INCLUDE_CPU_INFO HOST_INFO.CAPTURED_ENV COMMAND_LINE.STRICT_PARSING COMMAND_LINE.SHOW_DISABLED_OPTIONS
CAPTURE_MODE DISCOVER_DEPENDENCIES DISCOVER_SOURCES DEFAULT_BEAT_INTERVAL`.split(/\s+/);
const camelCase = (name: string): string =>
  name.toLowerCase().replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

test("each of Sacred's settings is there in camelCase, or the documentation says why it isn't", () => {
  const guide = readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8");
  const missing = SACREDS.filter((name) => !real.has(camelCase(name)));
  expect(missing.map((name) => name.split(".").at(-1))).toEqual([
    "ENFORCE_STRING_KEYS",
    "NUMPY_RANDOM_LEGACY_API",
    "SHOW_DISABLED_OPTIONS",
  ]);
  for (const name of missing) expect(guide).toContain(`\`${name.split(".").at(-1)}\``);
});
