import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigFileError } from "../../core/errors/index.ts";
import { experiment } from "../index.ts";
import { readConfigFile, writeConfigFile } from "./index.ts";
import { PickleReader } from "./pickle-reader.ts";
import { writePickle } from "./pickle-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-pickle-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython) console.warn("\nNo python3 found: the tests that compare pickles with Python's are SKIPPED.\n");

function pickled(expression: string, protocol: number): Uint8Array {
  const program = `import pickle, os, sys, collections, datetime; sys.stdout.buffer.write(pickle.dumps(${expression}, ${protocol}))`;
  return execFileSync("python3", ["-c", program], { maxBuffer: 2 ** 28 });
}

function readBytes(bytes: Uint8Array): unknown {
  const file = join(folder, "config.pickle");
  writeFileSync(file, bytes);
  return readConfigFile(file).config;
}

/** A dictionary { a: … } of protocol 2 around hand-written instructions. */
function around(...instructions: readonly (string | number | Uint8Array)[]): Uint8Array {
  return Buffer.concat([
    Buffer.from("\x80\x02}X\x01\0\0\0a", "latin1"),
    ...instructions.map((part) =>
      typeof part === "string" ? Buffer.from(part, "latin1") : typeof part === "number" ? Uint8Array.of(part) : part,
    ),
    Buffer.from("s."),
  ]);
}

describe.skipIf(!hasPython)("pickles of Python", () => {
  const plain = `{
    'text': 'h\\u00e9\\n\\\\u0041 \\U0001d4b3', 'empty': '', 1: 'one', 'none': None, 'yes': True, 'no': False,
    'small': [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -2**31],
    'long': [2**31, -2**31 - 1, -3000000000, 2**53, -2**53], 'big': [2**53 + 1, -2**70, 10**300],
    'float': [0.1, -0.0, 1e300, float('inf'), float('-inf'), float('nan')],
    'tuples': ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)), 'nested': {'a': {'b': [[], {}]}},
    'many': list(range(3000)), 'lots': {str(i): i for i in range(2500)}, 'same': [[7]] * 3, 'long text': 'x' * 300,
  }`;

  test.each([0, 1, 2, 3, 4, 5])("protocol %d: all plain data comes out as it went in", (protocol) => {
    const config = readBytes(pickled(plain, protocol));
    expect(config).toEqual({
      text: "h\u00e9\n\\u0041 \u{1d4b3}",
      empty: "",
      "1": "one",
      none: null,
      yes: true,
      no: false,
      small: [0, 1, -1, 255, 256, 65535, 65536, 2 ** 31 - 1, -(2 ** 31)],
      long: [2 ** 31, -(2 ** 31) - 1, -3000000000, 2 ** 53, -(2 ** 53)],
      big: [String(2n ** 53n + 1n), -(2 ** 70), (10n ** 300n).toString()],
      float: [0.1, -0, 1e300, Infinity, -Infinity, Number.NaN],
      tuples: [[], [1], [1, 2], [1, 2, 3], [1, 2, 3, 4]],
      nested: { a: { b: [[], {}] } },
      many: Array.from({ length: 3000 }, (_, index) => index),
      lots: Object.fromEntries(Array.from({ length: 2500 }, (_, index) => [String(index), index])),
      same: [[7], [7], [7]],
      "long text": "x".repeat(300),
    });
  });

  test.each([4, 5])("protocol %d: sets become arrays", (protocol) => {
    expect(readBytes(pickled("{'a': {1}, 'b': frozenset(['x']), 'c': set()}", protocol))).toEqual({
      a: [1],
      b: ["x"],
      c: [],
    });
  });

  test("sets of older protocols are made by a call, and refused with the way out", () => {
    expect(() => readBytes(pickled("{'a': {1}}", 2))).toThrow(
      /GLOBAL __builtin__\.set is refused: .* Sets are read from pickles of protocol 4 or later/,
    );
  });

  test.each([0, 2, 4])("protocol %d: nothing is called, imported or built", (protocol) => {
    const marker = join(folder, "was-run");
    const attack = `{'a': type('A', (), {'__reduce__': lambda self: (os.system, (${JSON.stringify(`touch ${marker}`)},))})()}`;
    expect(() => readBytes(pickled(attack, protocol))).toThrow(
      /byte \d+\): (?:STACK_)?GLOBAL posix\.system is refused: Pickles can run programs/,
    );
    for (const value of ["collections.OrderedDict(a=1)", "datetime.date(2024, 1, 1)", "os.path.join", "complex(1)"]) {
      expect(() => readBytes(pickled(`{'a': ${value}}`, protocol))).toThrow(/GLOBAL \S+ is refused/);
    }
    expect(() => readFileSync(marker)).toThrow("ENOENT");
  });

  test.each([3, 4, 5])("protocol %d: bytes are no configuration value", (protocol) => {
    expect(() => readBytes(pickled("{'a': b'xyz'}", protocol))).toThrow(/SHORT_BINBYTES is refused: bytes are no/);
  });

  test("what is written is read by Python as the same dictionary", () => {
    const texts = fc.string({ unit: "grapheme" }).filter((text) => text !== "__proto__");
    const { dict } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.double({ noNaN: true }),
        fc.maxSafeInteger(),
        fc.boolean(),
        texts,
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        tie("dict"),
      ),
      dict: fc.dictionary(texts, tie("value"), { maxKeys: 4 }),
    }));
    const configs = fc.sample(dict, 200).map((config): object => JSON.parse(JSON.stringify(config)));
    const file = join(folder, "many.pickle");
    writeConfigFile(file, JSON.parse(JSON.stringify({ configs })));
    const program = "import pickle, json, sys; print(json.dumps(pickle.load(open(sys.argv[1], 'rb'))))";
    const seen: unknown = JSON.parse(execFileSync("python3", ["-c", program, file], { encoding: "utf8" }));
    expect(seen).toEqual({ configs });
  });

  test("Python's types are those of the values", () => {
    const file = join(folder, "types.pickle");
    const values = [1, -1, 2 ** 31, -(2 ** 40), 0.5, -0, 2 ** 60, 1e300, Infinity, true, null, "\u{1d4b3}", [], {}];
    writeConfigFile(file, { values });
    const program = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')))";
    expect(execFileSync("python3", ["-c", program, file], { encoding: "utf8" })).toBe(
      "{'values': [1, -1, 2147483648, -1099511627776, 0.5, -0.0, 1152921504606846976, 1e+300, inf, True, None, '\u{1d4b3}', [], {}]}\n",
    );
  });

  test("save_config writes what Python reads, and what serves as configuration again", async () => {
    const file = join(folder, "saved.pickle");
    const ex = experiment("saving", { interactive: true }).config({ a: 1, b: { c: "x" } });
    ex.main(() => undefined);
    const line = ["saving", "save_config", "with", "a=5", "seed=7", `config_filename=${file}`, "--loglevel=ERROR"];
    expect((await ex.runCommandline(line))?.status).toBe("COMPLETED");
    const program = "import pickle, sys; print(pickle.load(open(sys.argv[1], 'rb')))";
    expect(execFileSync("python3", ["-c", program, file], { encoding: "utf8" })).toBe(
      "{'a': 5, 'b': {'c': 'x'}, 'seed': 7}\n",
    );
    const { config } = await ex.resolveConfig({ namedConfigs: [file] });
    expect(config).toMatchObject({ a: 5, b: { c: "x" }, seed: 7 });
  });
});

describe("hostile pickles", () => {
  test.each([
    ["GLOBAL", "cos\nsystem\n"],
    ["INST", "(ios\nsystem\n"],
    ["OBJ", "(o"],
    ["REDUCE", "N)R"],
    ["BUILD", "}}b"],
    ["NEWOBJ", "N)\x81"],
    ["NEWOBJ_EX", "N)}\x92"],
    ["PERSID", "Pid\n"],
    ["BINPERSID", "N\x51"],
    ["EXT1", "\x82\x01"],
    ["EXT2", "\x83\x01\0"],
    ["EXT4", "\x84\x01\0\0\0"],
    ["STACK_GLOBAL os.system", "\x8c\x02os\x8c\x06system\x93"],
    ["NEXT_BUFFER", "\x97"],
    ["READONLY_BUFFER", "\x98"],
    ["STRING", "S'a'\n"],
    ["BYTEARRAY8", "\x96\x01\0\0\0\0\0\0\0a"],
  ])("%s is refused by its name", (name, instructions) => {
    expect(() => readBytes(around(instructions))).toThrow(
      new RegExp(`config\\.pickle is no pickle of plain data \\(byte \\d+\\): ${name}\\b.* is refused`),
    );
  });

  test("keys reach no prototype", () => {
    expect(() => readBytes(around("}\x8c\x09__proto__}\x8c\x01xK\x01ss"))).toThrow('"__proto__" can\'t be a key');
    expect(readBytes(around("}\x8c\x0bconstructor}\x8c\x01xK\x01ss"))).toEqual({ a: { constructor: { x: 1 } } });
    expect(Reflect.get({}, "x")).toBeUndefined();
  });

  test("a memo bomb: lists of the same list, doubled forty times", () => {
    expect(() => readBytes(around("]K\x01a", "q\x000]h\0ah\0a".repeat(20)))).not.toThrow();
    expect(() => readBytes(around("]K\x01a", "q\x000]h\0ah\0a".repeat(40)))).toThrow(
      "stands for more than 10,000,000 values",
    );
  });

  test("a list that holds itself, and a thousand levels", () => {
    expect(() => readBytes(around("]q\0h\0a"))).toThrow("contains itself");
    expect(() => readBytes(around("]".repeat(1000), "a".repeat(999)))).toThrow("nested more than 256 levels deep");
  });

  test("lengths beyond the file, and integers of a megabyte", () => {
    expect(() => readBytes(around("X\xff\xff\xff\xffx"))).toThrow("it ends too early");
    expect(() => readBytes(around(`\x8d${"\xff".repeat(8)}x`))).toThrow("it ends too early");
    expect(() => readBytes(around("\x8b\0\0\x10\0", Buffer.alloc(2 ** 20, 1)))).toThrow("more than 4300 digits");
    expect(() => readBytes(around(`L${"9".repeat(5000)}L\n`))).toThrow("more than 4300 digits");
  });

  test("any bytes at all are read or refused, and leave no trace", () => {
    const opcodes = fc.constantFrom(
      ..."\x80\x95(012pqr\x94ghjN\x88\x89ILFJKM\x8a\x8bGVX\x8c\x8d)t\x85\x86\x87]lae}dsu\x8f\x90\x91.cRbioPQ".split(""),
    );
    const soup = fc.array(fc.oneof(opcodes, fc.constantFrom("\x01", "\n", "1\n", "a", "\0\0\0\0")), { maxLength: 40 });
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(soup, (parts) => {
        try {
          new PickleReader(Buffer.from(parts.join(""), "latin1"), "soup.pickle").read();
        } catch (error) {
          if (!(error instanceof ConfigFileError)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  test("every beginning of a pickle is refused", () => {
    const whole = writePickle({ a: [1, "x", { b: null }], c: 2 ** 60 });
    for (let length = 0; length < whole.length; length++) {
      expect(() => readBytes(whole.subarray(0, length))).toThrow(ConfigFileError);
    }
    expect(readBytes(whole)).toEqual({ a: [1, "x", { b: null }], c: 2 ** 60 });
  });
});
