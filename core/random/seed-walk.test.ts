import fc from "fast-check";
import { expect, test } from "vitest";
import type { Seed } from "./seed.ts";
import { type SeedNode, walkSeeds } from "./seed-walk.ts";
import { SeedStream } from "./seeding.ts";

const leaf = { ownSeed: undefined, capturedFunctions: 1, children: [] };

test("ingredients are seeded in reverse order of use, each before the next one's own ingredients", () => {
  const root = new SeedStream("python", 42);
  const [second, first] = [root.next(), root.next()];
  const below = new SeedStream("python", first);
  const [firstB, firstA] = [below.next(), below.next()];
  const walked = walkSeeds("python", [
    leaf,
    leaf,
    { ...leaf, children: [0, 1] },
    leaf,
    { ownSeed: 42, capturedFunctions: 1, children: [2, 3] },
  ]);
  expect(walked.map(({ seed }) => seed)).toEqual([firstA, firstB, first, second, 42]);
});

test("an ingredient with a seed of its own draws none", () => {
  const stream = new SeedStream("numpy", 1);
  const walked = walkSeeds("numpy", [
    leaf,
    { ...leaf, ownSeed: 10n ** 30n },
    { ownSeed: 1, capturedFunctions: 0, children: [0, 1] },
  ]);
  expect(walked.map(({ seed }) => seed)).toEqual([stream.next(), 10n ** 30n, 1]);
});

test("who is used twice is seeded once", () => {
  const stream = new SeedStream("python", 7);
  const walked = walkSeeds("python", [
    leaf,
    { ...leaf, children: [0] },
    { ownSeed: 7, capturedFunctions: 0, children: [0, 1] },
  ]);
  const second = stream.next();
  expect(walked[1]?.seed).toBe(second);
  expect(walked[0]?.seed).toBe(new SeedStream("python", second).next());
});

test("ingredients that nobody seeds draw from the root's generator last, in the order of finalisation", () => {
  const root = new SeedStream("python", 3);
  const normal = root.next();
  const [firstOrphan, secondOrphan] = [root.next(), root.next()];
  const walked = walkSeeds("python", [
    leaf,
    leaf,
    { ...leaf, children: [0] },
    leaf,
    { ownSeed: 3, capturedFunctions: 2, children: [3] },
  ]);
  expect(walked.map(({ seed }) => seed)).toEqual([
    new SeedStream("python", secondOrphan).next(),
    firstOrphan,
    secondOrphan,
    normal,
    3,
  ]);
});

test("a seed that the backend doesn't accept is refused", () => {
  expect(() => walkSeeds("numpy", [{ ...leaf, ownSeed: -3 }])).toThrow("can't be negative, but this one was -3");
  expect(() => walkSeeds("numpy-legacy", [{ ...leaf, ownSeed: 2 ** 32 }])).toThrow("between 0 and 2^32 - 1");
});

const backends = fc.constantFrom("python" as const, "numpy" as const, "numpy-legacy" as const);
const seeds: fc.Arbitrary<Seed | undefined> = fc.option(fc.nat(), { nil: undefined });

/** A hierarchy: each node's children come before it. */
const hierarchies = fc
  .array(fc.record({ ownSeed: seeds, capturedFunctions: fc.nat(4), used: fc.array(fc.nat()) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((nodes) =>
    nodes.map(({ ownSeed, capturedFunctions, used }, index): SeedNode => {
      const children = index === 0 ? [] : [...new Set(used.map((child) => child % index))];
      return { ownSeed: index === nodes.length - 1 ? (ownSeed ?? 1) : ownSeed, capturedFunctions, children };
    }),
  );

test("the core's walk is the one that the rules describe", () => {
  fc.assert(
    fc.property(backends, hierarchies, (backend, nodes) => {
      const seeded = new Map<number, Seed>();
      const seedBelow = (index: number, seed: Seed): SeedStream => {
        const stream = new SeedStream(backend, seed);
        seeded.set(index, seed);
        for (const child of nodes[index]?.children.toReversed() ?? []) {
          if (!seeded.has(child)) seedBelow(child, nodes[child]?.ownSeed ?? stream.next());
        }
        return stream;
      };
      const last = nodes.length - 1;
      const root = seedBelow(last, nodes[last]?.ownSeed ?? 0);
      const used = new Set(nodes.flatMap(({ children }) => children));
      const orphans = nodes.map((_, index) => index).filter((index) => index !== last && !used.has(index));
      const orphanSeeds = new Map(orphans.map((index) => [index, nodes[index]?.ownSeed ?? root.next()]));
      for (const index of orphans.toReversed()) seedBelow(index, orphanSeeds.get(index) ?? 0);
      const expected = nodes.map(({ capturedFunctions }, index) => {
        const stream = new SeedStream(backend, seeded.get(index) ?? 0);
        return {
          seed: seeded.get(index),
          functionSeeds: Array.from({ length: capturedFunctions }, () => stream.next()),
        };
      });
      expect(walkSeeds(backend, nodes)).toEqual(expected);
    }),
  );
});
