import { expect, test } from "vitest";
import { createRandom, type RandomBackend } from "./seeding.ts";

// Printed by draw-checksums.py: 10,000 draws of each method in CPython 3.11 and numpy 1.24.
const CHECKSUMS: [RandomBackend, string, unknown[], number][] = [
  ["python", "random", [], 2244328156],
  ["python", "randint", [-5, 1000000], 786541],
  ["python", "randint", [0, 1180591620717411303424n], 153011735],
  ["python", "randrange", [0, 4503599627370496, 3], 49118181],
  ["python", "getrandbits", [77], 3344801221],
  ["python", "uniform", [-3.5, 12.25], 4290695578],
  ["python", "normalvariate", [1.5, 2.0], 948671775],
  ["python", "triangular", [0.0, 10.0, 2.5], 343889780],
  ["python", "expovariate", [1.5], 1425716573],
  ["python", "choice", [[3, 1, 4, 1, 5, 9, 2]], 1935837013],
  ["python", "sample", [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21], 3], 1835917535],
  ["python", "sample", [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 7], 1917226262],
  ["numpy", "random", [], 3211409637],
  ["numpy", "integers", [-5, 1000000], 2539379340],
  ["numpy", "integers", [0, 4294967296], 1012537591],
  ["numpy", "integers", [0, 4503599627370496], 224076775],
  ["numpy", "integers", [-9223372036854775808n, 9223372036854775808n], 3942739735],
  ["numpy", "standard_normal", [], 1777281543],
  ["numpy", "normal", [1.5, 2.0], 1593080582],
  ["numpy", "exponential", [1.5], 1026058137],
  ["numpy", "uniform", [-3.5, 12.25], 709332865],
  ["numpy", "choice", [10], 615181799],
  ["numpy", "permutation", [10], 5006347],
  ["numpy-legacy", "random_sample", [], 3076941809],
  ["numpy-legacy", "randint", [-5, 1000000], 601800281],
  ["numpy-legacy", "randint", [0, 1099511627776], 1253606022],
  ["numpy-legacy", "randn", [], 131799055],
  ["numpy-legacy", "normal", [1.5, 2.0], 3837310428],
  ["numpy-legacy", "uniform", [-3.5, 12.25], 1139801847],
  ["numpy-legacy", "choice", [10], 624256240],
  ["numpy-legacy", "permutation", [10], 1538896707],
];

const SEEDS = { python: -(10n ** 30n), numpy: 10n ** 30n, "numpy-legacy": 4294967295 };
const DRAWS = 10_000;

/** Integers modulo 2^32; floats by their bits, the lower half first. */
function words(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(words);
  if (typeof value === "bigint") return [Number(BigInt.asUintN(32, value))];
  if (Number.isInteger(value)) return [Number(BigInt.asUintN(32, BigInt(Number(value))))];
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Number(value), true);
  return [bits.getUint32(0, true), bits.getUint32(4, true)];
}

/** FNV-1a, a word at a time. */
function checksum(draw: () => unknown): number {
  let result = 2166136261;
  for (let i = 0; i < DRAWS; i++) for (const word of words(draw())) result = Math.imul(result ^ word, 16777619) >>> 0;
  return result;
}

test.each(CHECKSUMS)("%s: %s draws as in Python, to the last bit", (backend, method, args, expected) => {
  const generator = createRandom(backend, SEEDS[backend]);
  const draw: unknown = Reflect.get(generator, method);
  expect(draw).toBeTypeOf("function");
  expect(checksum(() => typeof draw === "function" && Reflect.apply(draw, generator, args))).toBe(expected);
});
