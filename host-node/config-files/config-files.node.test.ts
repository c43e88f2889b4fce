import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigFileError, ConfigValueError, UnsupportedError } from "../../core/errors/index.ts";
import type { Dict } from "../../core/values.ts";
import { experiment } from "../index.ts";
import { readConfigFile, writeConfigFile } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-config-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function read(name: string, content: string | Uint8Array): Dict {
  return readConfigFile(written(name, content)).config;
}

function refusal(name: string, content: string | Uint8Array): string {
  try {
    read(name, content);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    return error.message.replaceAll(folder, "");
  }
  throw new Error(`${name} was read without a complaint.`);
}

const EXPECTED = { name: "svm", rate: 0.5, layers: [32, 64], on: true, big: "123456789012345678901", inner: { a: -1 } };

const SAME: Readonly<Record<string, string>> = {
  "c.json":
    '{"name": "svm", "rate": 0.5, "layers": [32, 64], "on": true, "big": 123456789012345678901, "inner": {"a": -1}}',
  "c.json5":
    "{ name: 'svm', rate: .5, layers: [0x20, 64,], on: true, /* ! */ big: 123456789012345678901, inner: { a: -1 } } // end",
  "c.yaml":
    "name: svm\nrate: 0.5\nlayers: [32, 64]\n'on': true\nbig: 123456789012345678901\ninner:\n  a: -1 # comment\n",
  "c.toml":
    "name = 'svm'\nrate = 0.5\nlayers = [32, 64]\non = true\n# comment\nbig = 1_23456789012345678901\n[inner]\na = -1\n",
};

test.each(Object.entries(SAME))("%s holds a configuration", (name, content) => {
  // TOML's integers have 64 bits.
  const text = name.endsWith(".toml") ? content.replace("1_23456789012345678901", "1234567890123456789") : content;
  const big = name.endsWith(".toml") ? "1234567890123456789" : EXPECTED.big;
  expect(read(name, text)).toEqual({ ...EXPECTED, big });
  expect(read(`bom-${name}`, `\u{FEFF}${text}`)).toEqual({ ...EXPECTED, big });
});

test.each([".json", ".json5", ".yaml", ".yml", ".toml", ".pickle", ".pkl"])(
  "what is written as %s is read again",
  (extension) => {
    const file = join(folder, `again${extension}`);
    const texts = fc.string({ unit: "grapheme" }).filter((text) => text !== "__proto__");
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.double(),
        fc.integer(),
        fc.boolean(),
        texts,
        ...(extension === ".toml" ? [] : [fc.constant(null)]),
        fc.array(tie("value"), { maxLength: 4 }),
        tie("dict"),
      ),
      dict: fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(values.dict, (config) => {
        const plain = structuredClone(config) as Dict;
        writeConfigFile(file, plain);
        // No format but pickle and YAML tells -0 from 0.
        expect(withoutSign(readConfigFile(file).config)).toEqual(withoutSign(plain));
      }),
      { numRuns: 100 },
    );
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);

function withoutSign(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutSign);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSign(inner)]));
}

describe("JSON is what Python's json module reads", () => {
  test("NaN and the infinities are numbers, but not in texts and keys", () => {
    expect(read("nan.json", '{"a": NaN, "b": [-Infinity, Infinity], "c": "x, NaN ]", "NaN": 1}')).toEqual({
      a: Number.NaN,
      b: [-Infinity, Infinity],
      c: "x, NaN ]",
      NaN: 1,
    });
  });

  test("large integers are kept as text, also negative ones, but not digits in texts", () => {
    expect(read("big.json", '{"a": -12345678901234567891, "b": "12345678901234567891", "c": 1e22}')).toEqual({
      a: "-12345678901234567891",
      b: "12345678901234567891",
      c: 1e22,
    });
  });

  test.each([
    ["{'a': 1}", 1, 2],
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{\n  "a": }', 2, 8],
    ['{"a": NaN, "b": undefined}', 1, 17],
    ['{"a": 01}', 1, 8],
    ['{"a": 1} x', 1, 10],
    ['{"a": 1', 1, 8],
    ['{"a": "b', 1, 9],
    ["", 1, 1],
    ['{"a": "tab\there"}', 1, 11],
    ["{a: 1}", 1, 2],
    ['{"a": 1 /* no */}', 1, 9],
  ])("%j is wrong at line %d, column %d", (text, line, column) => {
    expect(refusal("wrong.json", text)).toContain(`/wrong.json is no valid JSON (line ${line}, column ${column}): `);
  });
});

test.each([
  ["wrong.json5", "{\n  a: 1,\n  b: ]\n}", "JSON5 (line 3, column 6)"],
  ["wrong.yaml", "a: 1\nb: [1, 2\nc: 3\n", "YAML (line 3, column 1)"],
  ["twice.yaml", "a: 1\na: 2\n", "YAML (line 2, column 1)"],
  ["wrong.toml", "a = 1\nb = = 2\n", "TOML (line 2, column 5)"],
  ["twice.toml", "a = 1\na = 2\n", "TOML (line 2, column 1)"],
  ["latin1.json", Buffer.from('{\n"a": "\xe9"}', "latin1"), "JSON (line 2, column 7)"],
  ["latin1.toml", Buffer.from('a = "\xe9"', "latin1"), "TOML (line 1, column 6)"],
])("%s is refused with its place", (name, content, place) => {
  expect(refusal(name, content)).toContain(`/${name} is no valid ${place}: `);
});

describe("hostile files are refused", () => {
  const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

  test.each([
    ["deep.json", `{"a": ${nested("[", "]", 300)}}`],
    ["deeper.json", `{"a": ${nested("[", "]", 100_000)}}`],
    ["deeper.json5", `{a: ${nested("[", "]", 100_000)}}`],
    ["deeper.yaml", `a: ${nested("[", "]", 100_000)}`],
    ["deep.toml", `a = ${nested("[", "]", 500)}`],
    ["deeper.toml", `a = ${nested("[", "]", 100_000)}`],
    ["dotted.toml", `${Array.from({ length: 5000 }, () => "a").join(".")} = 1`],
  ])("%s, for its depth", (name, content) => {
    expect(refusal(name, content)).toMatch(/nested|deep|nesting/i);
  });

  test("256 levels are not too deep", () => {
    expect(read("levels.json", `{"a": ${nested("[", "]", 255)}}`)).toHaveProperty("a");
  });

  test("a bomb of aliases", () => {
    const lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"];
    for (let level = 1; level < 10; level++) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(", ")}]`);
    }
    expect(refusal("bomb.yaml", lines.join("\n"))).toContain("stands for more than 10,000,000 values");
    const wide = `a: &a [${"0,".repeat(200_000)}]\nb: [${Array.from({ length: 60 }, () => "*a").join(", ")}]`;
    expect(refusal("wide.yaml", wide)).toContain("stands for more than 10,000,000 values");
  });

  test("an alias of what it stands in", () => {
    expect(refusal("circle.yaml", "a: &a [*a]")).toMatch(/contains itself|alias/i);
  });

  test.each([
    ["digits.json", `{"a":\n${"9".repeat(5000)}}`],
    ["digits.json5", `{a:\n-${"9".repeat(5000)}}`],
    ["digits.yaml", `a:\n  ${"9".repeat(5000)}`],
    ["digits.toml", `b = 1\na = ${"9".repeat(5000)}`],
  ])("%s, for an endless integer", (name, content) => {
    expect(refusal(name, content)).toMatch(/\(line 2, column \d\): it holds an integer of more than 4300 digits/);
  });

  test("tags that stand for objects", () => {
    expect(refusal("tag.yaml", "a: 1\nb: !!python/object/apply:os.system [id]\n")).toContain("(line 2, column 4)");
    expect(refusal("own-tag.yaml", "a: !mine 1\n")).toContain("!mine");
  });

  test("a huge file, without reading it", () => {
    const file = written("huge.json", "{}");
    truncateSync(file, 65 * 2 ** 20);
    expect(() => readConfigFile(file)).toThrow("has 65 MB, more than the 64 MB of a configuration file");
  });

  test("what is no regular file, without opening it", () => {
    const pipe = join(folder, "pipe.json");
    execFileSync("mkfifo", [pipe]);
    expect(() => readConfigFile(pipe)).toThrow("is no regular file");
    expect(() => readConfigFile(folder + "/missing.json")).toThrow(/missing\.json can't be read: ENOENT/);
  });

  test.each([
    ["proto.json", '{"a": {"__proto__": {"polluted": 1}}}'],
    ["proto.json5", '{a: {"__proto__": {polluted: 1}}}'],
    ["proto.yaml", "a:\n  __proto__:\n    polluted: 1\n"],
    ["proto.toml", "[a.__proto__]\npolluted = 1\n"],
  ])("%s, whose key would be a prototype", (name, content) => {
    expect(refusal(name, content)).toContain('"__proto__" can\'t be a key');
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

test("a file without a dictionary, and of another kind", () => {
  expect(refusal("list.json", "[1]")).toContain("holds no dictionary of entries");
  expect(refusal("empty.yaml", "")).toContain("holds no dictionary of entries");
  expect(() => readConfigFile(written("c.ini", ""))).toThrow(UnsupportedError);
});

test.each<[unknown, string]>([
  [1e-7, "1.0e-7"],
  [-3e21, "-3.0e+21"],
  [2.5e-9, "2.5e-9"],
  ["1e3", "'1e3'"],
  ["=", '"="'],
  ["<<", '"<<"'],
  ["a\tb", String.raw`"a\tb"`],
  ["\x85\u2028\uFFFE\uD800", String.raw`"\u0085\u2028\ufffe\ud800"`],
])("%j is written so that PyYAML reads the same", (value, text) => {
  const file = join(folder, "for-python.yaml");
  const config = { a: value, inner: { "<<": value } };
  writeConfigFile(file, config as Dict);
  expect(readFileSync(file, "utf8")).toBe(`a: ${text}\ninner:\n  "<<": ${text}\n`);
  expect(readConfigFile(file).config).toEqual(config);
});

test("YAML's merges are carried out", () => {
  expect(read("merge.yaml", "x: &x {a: 1, b: 1}\ny:\n  <<: *x\n  b: 2\n")).toEqual({
    x: { a: 1, b: 1 },
    y: { a: 1, b: 2 },
  });
});

test("TOML has no null, and says so instead of leaving it out", () => {
  const save = (): void => writeConfigFile(join(folder, "null.toml"), { a: { b: [1, null] } });
  expect(save).toThrow(ConfigValueError);
  expect(save).toThrow('The entry "a.b.1" is null');
});

test("TOML's dates and times become ISO text", () => {
  expect(read("dates.toml", "a = 1979-05-27\nb = 07:32:00\nc = 1979-05-27T07:32:00Z\n")).toEqual({
    a: "1979-05-27",
    b: "07:32:00.000",
    c: "1979-05-27T07:32:00.000Z",
  });
});

test.each(Object.keys(SAME))("%s serves as configuration, as named config, and behind `with`", async (name) => {
  const file = written(name, (SAME[name] ?? "").replace("1_23456789012345678901", "1234567890123456789"));
  const ex = experiment("files", { interactive: true }).addConfig({
    name: "",
    rate: 0,
    layers: [0],
    on: false,
    inner: { a: 0 },
  });
  ex.addNamedConfig("mine", file)
    .addConfig({ big: "" })
    .main(() => undefined);
  const expected = { rate: 0.5, layers: [32, 64], inner: { a: -1 } };
  for (const named of ["mine", file]) {
    const { config } = await ex.resolveConfig({ namedConfigs: [named] });
    expect(config).toMatchObject(expected);
  }
  const own = experiment("own", { interactive: true }).addConfig(file);
  own.main(() => undefined);
  const { config } = await own.resolveConfig();
  expect(config).toMatchObject(expected);
});
