import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { NumpyGenerator } from "./numpy-generator.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";
import { PythonRandom } from "./python-random.ts";

interface Vector {
  kind: string;
  seed: number | { int: string };
  ops?: [string, ...unknown[]][];
  results?: unknown[];
  getrandbits32?: number[];
  random?: { float: number }[];
  raw64?: string[];
  [name: string]: unknown;
}

function vectors(file: string): Vector[] {
  const url = new URL(`../../tests/conformance/vectors/${file}`, import.meta.url);
  const parsed: { cases: Vector[] } = JSON.parse(readFileSync(url, "utf8"));
  return parsed.cases;
}

const seedOf = (vector: Vector): number | string =>
  typeof vector.seed === "number" ? vector.seed : typeof vector.seed === "string" ? vector.seed : vector.seed.int;

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    if ("float" in value) return value.float;
    if ("int" in value) return BigInt(String(value.int));
  }
  return value;
}

const LOOSE = new Set(["gauss", "normalvariate", "triangular", "expovariate"]);

function call(generator: object, [method, ...args]: [string, ...unknown[]]): unknown {
  if (method === "shuffle") {
    const list = [...(args[0] as unknown[])];
    Reflect.apply(Reflect.get(generator, method), generator, [list]);
    return list;
  }
  const given = args.map(plain).map((arg) => (arg === null ? undefined : arg));
  return Reflect.apply(Reflect.get(generator, method), generator, given);
}

test.each(["mt19937", "pcg64"])("%s: raw draws are Python's", (kind) => {
  let compared = 0;
  for (const vector of [...vectors("seeding.json"), ...vectors("seeding_numpy.json")]) {
    if (vector.kind !== kind) continue;
    const create = () => (kind === "mt19937" ? new PythonRandom(seedOf(vector)) : new NumpyGenerator(seedOf(vector)));
    const random = create();
    for (const { float } of vector.random ?? []) expect(random.random()).toBe(float);
    if (vector.getrandbits32 !== undefined) {
      const bits = new PythonRandom(seedOf(vector));
      expect(vector.getrandbits32.map(() => bits.getrandbits(32))).toEqual(vector.getrandbits32);
    }
    if (vector.raw64 !== undefined) {
      const raw = new NumpyGenerator(seedOf(vector));
      expect(vector.raw64.map(() => String(raw.random_raw()))).toEqual(vector.raw64);
    }
    compared++;
  }
  expect(compared).toBeGreaterThan(10);
});

test.each(["mt19937_ops", "pcg64_ops"])("%s: every method draws as in Python", (kind) => {
  let compared = 0;
  for (const vector of [...vectors("seeding.json"), ...vectors("seeding_numpy.json")]) {
    if (vector.kind !== kind) continue;
    const generator = kind === "mt19937_ops" ? new PythonRandom(seedOf(vector)) : new NumpyGenerator(seedOf(vector));
    vector.ops?.forEach((op, index) => {
      const expected = plain(vector.results?.[index]);
      const drawn = call(generator, op);
      if (LOOSE.has(op[0])) {
        expect(Math.abs(Number(drawn) - Number(expected))).toBeLessThanOrEqual(Math.abs(Number(expected)) * 1e-14);
      } else expect(drawn, `${vector.seed} ${op.join(" ")}`).toEqual(expected);
      compared++;
    });
  }
  expect(compared).toBeGreaterThan(100);
});

test("numpy's legacy generator draws as in numpy", () => {
  let compared = 0;
  for (const vector of vectors("seeding_numpy.json")) {
    if (vector.kind !== "randomstate") continue;
    if (vector["error"] !== undefined) {
      expect(() => new NumpyRandomState(seedOf(vector))).toThrow("between 0 and 2^32 - 1");
      continue;
    }
    for (const [name, expected] of Object.entries(vector)) {
      if (name === "random_sample" && Array.isArray(expected)) {
        const generator = new NumpyRandomState(seedOf(vector));
        expect(expected.map(() => generator.random_sample())).toEqual(plain(expected));
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(5);
});
