import { expect, test } from "vitest";
import { core } from "../wasm/core.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";
import { PythonRandom } from "./python-random.ts";
import { createRandom, type RandomBackend } from "./seeding.ts";

const BACKENDS: RandomBackend[] = ["python", "numpy", "numpy-legacy"];

/** A few draws, with what a generator keeps between them: half a word, a second normal. */
function drawSome(backend: RandomBackend, seed: number): () => unknown {
  const generator = createRandom(backend, seed);
  if (generator instanceof PythonRandom) return () => [generator.random(), generator.gauss()];
  if (generator instanceof NumpyRandomState) return () => [generator.random_sample(), generator.randn()];
  return () => [generator.integers(0, 1000), generator.random()];
}

test("generators that are drawn from in turn keep to their own streams, however many there are", () => {
  const seeds = Array.from({ length: 600 }, (_, seed) => seed);
  const backendOf = (seed: number): RandomBackend => BACKENDS[seed % 3] ?? "python";
  const alone = seeds.map((seed) => {
    const draw = drawSome(backendOf(seed), seed);
    return [draw(), draw(), draw()];
  });
  const draws = seeds.map((seed) => drawSome(backendOf(seed), seed));
  const rounds = [1, 2, 3].map(() => draws.map((draw) => draw()));
  expect(seeds.map((seed) => rounds.map((round) => round[seed]))).toEqual(alone);
});

test("generators that are drawn from once and forgotten take no memory, even without a turn of the event loop", () => {
  const drawFromMany = (): number => {
    for (let seed = 0; seed < 3000; seed++) new PythonRandom(seed).random();
    return core().memory.buffer.byteLength;
  };
  const before = drawFromMany();
  expect(drawFromMany()).toBe(before);
});

test("a generator's seed is checked at once, though it is seeded at the first draw", () => {
  expect(() => createRandom("python", "1.5")).toThrow('A seed has to be an integer, but was "1.5".');
  expect(() => createRandom("python", Number.NaN)).toThrow("A seed has to be an integer, but was NaN.");
  expect(() => createRandom("numpy", -1)).toThrow("can't be negative, but this one was -1");
  expect(() => createRandom("numpy-legacy", 2n ** 32n)).toThrow(
    "lies between 0 and 2^32 - 1, but this one was 4294967296",
  );
});

test("a seed is the same as number, bigint and text", () => {
  const drawn = [7_000_000_000, 7_000_000_000n, "7000000000", " +7000000000 "].map((seed) =>
    new PythonRandom(seed).random(),
  );
  expect(new Set(drawn).size).toBe(1);
  expect(new PythonRandom(-5n).random()).toBe(new PythonRandom(5).random());
});
