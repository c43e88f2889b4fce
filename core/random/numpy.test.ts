import { expect, expectTypeOf, test } from "vitest";
import { SacredError } from "../errors/index.ts";
import { NumpyGenerator } from "./numpy-generator.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";

test("the examples of the documentation hold", () => {
  const rng = new NumpyGenerator(42);
  expect(rng.random(2)).toEqual([0.7739560485559633, 0.4388784397520523]);
  expect(rng.integers(0, 10, [2, 3])).toEqual([
    [4, 8, 0],
    [6, 2, 0],
  ]);
  expect(new NumpyRandomState(42).random_sample()).toBe(0.3745401188473625);
});

test("many numbers are the same as one after another, across the batches in which the core draws them", () => {
  const [bulk, single] = [new NumpyGenerator(1), new NumpyGenerator(1)];
  expect(bulk.normal(1, 2, 5000)).toEqual(Array.from({ length: 5000 }, () => single.normal(1, 2)));
  expect(bulk.integers(0, 100, 5000)).toEqual(Array.from({ length: 5000 }, () => single.integers(0, 100)));
  const [legacyBulk, legacySingle] = [new NumpyRandomState(1), new NumpyRandomState(1)];
  expect(legacyBulk.randn(4999)).toEqual(Array.from({ length: 4999 }, () => legacySingle.randn()));
});

test("a list longer than a batch is shuffled as in numpy", () => {
  const list = new NumpyGenerator(0).permutation(5000);
  // numpy.random.default_rng(0).permutation(5000)[[0, 1, 2, -3, -2, -1]]
  expect([...list.slice(0, 3), ...list.slice(-3)]).toEqual([2221, 1222, 227, 2232, 3023, 607]);
  expect(list.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
});

test("a size gives arrays, and their type says how deep", () => {
  const rng = new NumpyGenerator(1);
  expectTypeOf(rng.random()).toEqualTypeOf<number>();
  expectTypeOf(rng.random(3)).toEqualTypeOf<number[]>();
  expectTypeOf(rng.random([2, 3])).toEqualTypeOf<number[][]>();
  expectTypeOf(rng.integers(0, 5)).toEqualTypeOf<number>();
  expectTypeOf(rng.integers(0n, 5)).toEqualTypeOf<number | bigint>();
  expectTypeOf(rng.choice(["a", "b"], [2])).toEqualTypeOf<string[]>();
  expectTypeOf(new NumpyRandomState(1).randn(2, 3)).toEqualTypeOf<number[][]>();
  expect(rng.random([2, 0, 3])).toEqual([[], []]);
  expect(rng.uniform(1, 1, [2, 1, 2])).toEqual([[[1, 1]], [[1, 1]]]);
  expect(rng.random([])).toBeTypeOf("number");
});

test("integers beyond 2^53 are bigints, also at the far end of a small range", () => {
  const rng = new NumpyGenerator(1);
  expect(rng.integers(0, 2n ** 63n)).toBeTypeOf("bigint");
  expect(rng.integers(2n ** 53n + 10n, 2n ** 53n + 11n)).toBe(2n ** 53n + 10n);
  expect(rng.integers(2 ** 53 - 1, 2n ** 53n + 1n, 40)).toContain(2n ** 53n);
  expect(rng.integers(-(2n ** 63n), -(2n ** 63n), 2, { endpoint: true })).toEqual([-(2n ** 63n), -(2n ** 63n)]);
});

test("without replacement nothing is chosen twice", () => {
  const rng = new NumpyGenerator(1);
  expect(new Set(rng.choice(20_000, 5000, { replace: false })).size).toBe(5000);
  expect(new Set(rng.choice(50, 50, { replace: false, shuffle: false })).size).toBe(50);
  expect(new Set(rng.choice(4, 3, { replace: false, p: [0.5, 0, 0.25, 0.25] }))).toEqual(new Set([0, 2, 3]));
  expect(new Set(new NumpyRandomState(1).choice(["a", "b", "c"], 3, { replace: false })).size).toBe(3);
});

test.each<[string, (rng: NumpyGenerator) => unknown, string]>([
  ["an empty range", (rng) => rng.integers(3, 3), "Empty range for integers(3, 3)."],
  ["an empty range from 0", (rng) => rng.integers(0), "Empty range for integers(0)."],
  ["a bound beyond 64 bits", (rng) => rng.integers(0, 2n ** 63n + 1n), "high is out of bounds for a 64-bit integer"],
  ["a bound below 64 bits", (rng) => rng.integers(-(2n ** 63n) - 1n, 0), "low is out of bounds for a 64-bit integer"],
  ["a fraction as bound", (rng) => rng.integers(0.5), "high has to be an integer, but was 0.5."],
  ["a negative size", (rng) => rng.random(-1), "The size has to be a whole number of at least 0, but was -1."],
  ["a negative scale", (rng) => rng.normal(0, -1), "scale can't be negative, but was -1."],
  ["a negative mean", (rng) => rng.exponential(-1), "scale can't be negative, but was -1."],
  ["bounds in the wrong order", (rng) => rng.uniform(2, 1), "high - low can't be negative, but was -1."],
  ["an infinite range", (rng) => rng.uniform(0, Infinity), "The range of uniform(0, Infinity) is not a finite number."],
  ["an empty population", (rng) => rng.choice([]), "Can't choose from an empty population."],
  [
    "too large a sample",
    (rng) => rng.choice(2, 3, { replace: false }),
    "3 elements can't be drawn from a population of 2.",
  ],
  ["too few probabilities", (rng) => rng.choice(2, 1, { p: [1] }), "There are 1 probabilities for 2 elements."],
  ["a negative probability", (rng) => rng.choice(2, 1, { p: [2, -1] }), "have to be numbers of at least 0"],
  ["a sum that isn't 1", (rng) => rng.choice(2, 1, { p: [0.5, 0.4] }), "The probabilities sum up to 0.9 instead of 1."],
  [
    "more elements than are possible",
    (rng) => rng.choice(3, 2, { replace: false, p: [1, 0, 0] }),
    "Only 1 probabilities are not zero",
  ],
])("%s is refused", (_, draw, message) => {
  expect(() => draw(new NumpyGenerator(1))).toThrow(SacredError);
  expect(() => draw(new NumpyGenerator(1))).toThrow(message);
});
