import { expect, expectTypeOf, test } from "vitest";
import { SacredError } from "../errors/index.ts";
import { PythonRandom } from "./python-random.ts";

test("the examples of the documentation hold", () => {
  const rnd = new PythonRandom(42);
  expect(rnd.random()).toBe(0.6394267984578837);
  expect(rnd.randint(1, 6)).toBe(1);
});

test("results beyond 2^53 are bigints, others numbers", () => {
  const rnd = new PythonRandom(1);
  expect(rnd.randint(0n, 2n ** 60n)).toBeTypeOf("bigint");
  expect(rnd.randrange(2 ** 60)).toBeTypeOf("bigint");
  expect(rnd.getrandbits(200)).toBeTypeOf("bigint");
  expect(rnd.getrandbits(53)).toBeTypeOf("number");
  expect(rnd.randint(10n, 20n)).toBeTypeOf("number");
  expectTypeOf(rnd.randint(1, 6)).toEqualTypeOf<number>();
  expectTypeOf(rnd.randint(1n, 6)).toEqualTypeOf<number | bigint>();
});

test("shuffle works in place, on typed arrays too, and gives nothing back", () => {
  const [list, typed] = [Array.from({ length: 50 }, (_, i) => i), Uint8Array.from({ length: 50 }, (_, i) => i)];
  const result: unknown = new PythonRandom(3).shuffle(list);
  new PythonRandom(3).shuffle(typed);
  expect(result).toBeUndefined();
  expect([...typed]).toEqual(list);
  expect(list).not.toEqual(list.toSorted((a, b) => a - b));
});

test("choice, choices and sample keep the type of the elements and leave the population alone", () => {
  const rnd = new PythonRandom(1);
  const names = ["red", "green", "blue"] as const;
  expectTypeOf(rnd.choice(names)).toEqualTypeOf<"red" | "green" | "blue">();
  expect(rnd.sample(names, 3).toSorted()).toEqual(["blue", "green", "red"]);
  expect(rnd.choices(names, { weights: [0, 1, 0], k: 4 })).toEqual(["green", "green", "green", "green"]);
  expect(rnd.choices(names, { cumWeights: [0, 0, 2], k: 2 })).toEqual(["blue", "blue"]);
  expect(names).toEqual(["red", "green", "blue"]);
});

test("triangular draws, even where the answer is known", () => {
  const rnd = new PythonRandom(1);
  expect(rnd.triangular(2, 2, 2)).toBe(2);
  const other = new PythonRandom(1);
  other.random();
  expect(rnd.random()).toBe(other.random());
});

test.each<[string, (rnd: PythonRandom) => unknown, string]>([
  ["an empty randint", (rnd) => rnd.randint(6, 1), "Empty range for randint(6, 1)."],
  ["an empty randrange", (rnd) => rnd.randrange(0), "Empty range for randrange(0"],
  ["a randrange in the wrong direction", (rnd) => rnd.randrange(1, 10, -2), "Empty range for randrange(1, 10, -2)."],
  ["a step of 0", (rnd) => rnd.randrange(1, 10, 0), "The step of randrange can't be 0."],
  ["a step without a stop", (rnd) => rnd.randrange(10, undefined, 2), "randrange with a step needs a stop."],
  ["a fraction as bound", (rnd) => rnd.randint(1.5, 3), "a has to be an integer, but was 1.5."],
  ["negative bits", (rnd) => rnd.getrandbits(-1), "k has to be a whole number of at least 0, but was -1."],
  ["an empty choice", (rnd) => rnd.choice([]), "Can't choose from an empty list."],
  ["empty choices", (rnd) => rnd.choices([]), "Can't choose from an empty list."],
  ["too few weights", (rnd) => rnd.choices([1, 2], { weights: [1] }), "There are 1 weights for 2 elements."],
  [
    "weights that are all 0",
    (rnd) => rnd.choices([1, 2], { weights: [0, 0] }),
    "has to be a finite number above 0, but was 0",
  ],
  [
    "two kinds of weights",
    (rnd) => rnd.choices([1], { weights: [1], cumWeights: [1] }),
    "either weights or cumWeights",
  ],
  ["too large a sample", (rnd) => rnd.sample([1, 2], 3), "A sample of 3 is larger than the population of 2."],
  ["an exponential distribution of rate 0", (rnd) => rnd.expovariate(0), "The rate of expovariate can't be 0."],
])("%s is refused", (_, draw, message) => {
  expect(() => draw(new PythonRandom(1))).toThrow(SacredError);
  expect(() => draw(new PythonRandom(1))).toThrow(message);
});

test("text is no number, whatever plain JavaScript would make of it", () => {
  const uniform: unknown = Reflect.get(PythonRandom.prototype, "uniform");
  expect(uniform).toBeTypeOf("function");
  expect(() => typeof uniform === "function" && Reflect.apply(uniform, new PythonRandom(1), ["1", 2])).toThrow(
    'a has to be a number, but was "1".',
  );
});
