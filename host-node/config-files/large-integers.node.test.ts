import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { experiment, ingredient } from "../index.ts";
import { readConfigFile } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-large-integers-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

const BIG = "9007199254740993";
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A configuration with three large integers, one in an inner list, and one text and one float that look like them. */
const FILES: Readonly<Record<string, string>> = {
  "c.json": `{\n"a": ${BIG},\n"inner": {"list": [1, -12345678901234567891]},\n"seed": 12345678901234567893, "text": "${BIG}5", "exact": 9007199254740992}`,
  "c.json5": `{\na: ${BIG}, // one\ninner: {list: [1, -12345678901234567891]},\nseed: 12345678901234567893, text: '${BIG}5', exact: 9007199254740992}`,
  "c.yaml": `# one\na: ${BIG}\ninner: {list: [1, -12345678901234567891]}\nseed: 12345678901234567893\ntext: '${BIG}5'\nexact: 9007199254740992\n`,
  // TOML's integers have 64 bits.
  "c.toml": `# one\na = ${BIG}\nseed = 9007199254740997\ntext = '${BIG}5'\nexact = 9007199254740992\ninner.list = [1, -9007199254740995]\n`,
};

async function warningsOf(define: (ex: ReturnType<typeof experiment>) => unknown, request: object = {}) {
  const data = ingredient("data", { interactive: true }).config({ seed: 1, size: 1 });
  const ex = experiment("large", { interactive: true, ingredients: [data] });
  ex.logger = QUIET;
  ex.main((config: object) => config);
  define(ex);
  return (await ex.resolveConfig(request)).warnings.filter((text) => text.includes("kept as text"));
}

test.each(Object.entries(FILES))(
  "%s: large integers become text, and a warning says which and where",
  async (name, content) => {
    const file = written(name, content);
    const line = name.endsWith(".json") || name.endsWith(".json5") || name.endsWith(".yaml") ? 3 : 6;
    const { config, remarks } = readConfigFile(file);
    expect(config).toMatchObject({ a: BIG, text: `${BIG}5`, exact: 9007199254740992 });
    expect(remarks.map(({ path }) => path).sort()).toEqual(["a", "inner.list.1"]);
    for (const request of [{}, { options: { "--force": true } }]) {
      expect((await warningsOf((ex) => ex.addConfig(file), request)).sort()).toEqual([
        `The entry "a" of ${file}, line 2, is an integer that a double can't hold exactly; it is kept as text.`,
        `The entry "inner.list.1" of ${file}, line ${line}, is an integer that a double can't hold exactly; it is kept as text.`,
      ]);
    }
    expect(await warningsOf((ex) => ex.addNamedConfig("mine", file), { namedConfigs: ["mine"] })).toHaveLength(2);
    expect(await warningsOf((ex) => ex.addNamedConfig("mine", file))).toEqual([]);
    expect(await warningsOf(() => undefined, { namedConfigs: [file] })).toHaveLength(2);
  },
);

test("pickles warn, too", async () => {
  const file = join(folder, "c.pickle");
  // {"a": 2 ** 53 + 1} in protocol 2
  writeFileSync(file, Buffer.from("\x80\x02}X\x01\x00\x00\x00a\x8a\x08\x01\x00\x00\x00\x00\x00\x20\x00s.", "latin1"));
  expect(await warningsOf((ex) => ex.addConfig(file))).toEqual([
    `The entry "a" of ${file} is an integer that a double can't hold exactly; it is kept as text.`,
  ]);
});

test("seeds of the experiment and of its ingredients are integers of any size", async () => {
  const file = written("seeds.json", `{"seed": ${BIG}, "data": {"seed": ${BIG}1}, "model": {"seeds": ${BIG}2}}`);
  expect(await warningsOf((ex) => ex.addNamedConfig("mine", file), { namedConfigs: ["mine"] })).toEqual([
    `The entry "model.seeds" of ${file}, line 1, is an integer that a double can't hold exactly; it is kept as text.`,
  ]);
});

test("digits that occur twice have no line", async () => {
  const file = written("twice.json", `{"a": ${BIG}, "b": ${BIG}}`);
  expect(await warningsOf((ex) => ex.addConfig(file))).toContain(
    `The entry "b" of ${file} is an integer that a double can't hold exactly; it is kept as text.`,
  );
});

test("integers of hundreds of digits, and hexadecimal ones, aren't rounded", () => {
  const digits = "7".repeat(400);
  expect(readConfigFile(written("long.json", `{"a": [NaN, ${digits}, 1e22]}`)).config).toEqual({
    a: [Number.NaN, digits, 1e22],
  });
  expect(readConfigFile(written("hex.json5", "{a: -0x20000000000001}")).config).toEqual({ a: `-${BIG}` });
});
