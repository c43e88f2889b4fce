import { expect, test } from "vitest";
import { NumpyGenerator } from "./numpy-generator.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";
import { PythonRandom } from "./python-random.ts";
import { freshSeed, LARGEST_SEED, SeedStream } from "./seeding.ts";

const CALLS = Array.from({ length: 700 }, (_, call) => call);

test("a captured function's calls get what Sacred's get_seed draws", () => {
  const python = new PythonRandom(5);
  const numpy = new NumpyGenerator(5);
  const legacy = new NumpyRandomState(5);
  const streams = (["python", "numpy", "numpy-legacy"] as const).map((backend) => new SeedStream(backend, 5));
  expect(CALLS.map(() => streams.map((stream) => stream.next()))).toEqual(
    CALLS.map(() => [
      python.randint(1, LARGEST_SEED),
      numpy.integers(1, LARGEST_SEED),
      legacy.randint(1, LARGEST_SEED),
    ]),
  );
});

test("streams of several captured functions don't disturb each other", () => {
  const alone = new SeedStream("python", 1);
  const expected = CALLS.map(() => alone.next());
  const stream = new SeedStream("python", 1);
  const others = CALLS.map((seed) => new SeedStream("python", seed));
  expect(others.map((other) => [other.next(), stream.next()][1])).toEqual(expected);
});

test.each([
  [[0], 1],
  [[999_999_999], 1_000_000_000],
  [[3_999_999_999], 1_000_000_000],
  [[4_000_000_000, 4_294_967_295, 7], 8],
])("a fresh seed lies between 1 and 1,000,000,000, each equally likely: from the words %j it is %i", (words, seed) => {
  const left = [...words];
  expect(freshSeed(() => left.shift() ?? Number.NaN)).toBe(seed);
  expect(left).toEqual([]);
});
