import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isPrefix } from "../config/paths.ts";
import { type Seed, seedToBigint } from "./seed.ts";
import { type SeedNode, walkSeeds } from "./seed-walk.ts";
import { type AnyRandom, createRandom, type RandomBackend } from "./seeding.ts";

type Op = [method: string, ...args: unknown[]];
type Tagged = Record<string, unknown>;

interface Vector {
  readonly kind: string;
  readonly name?: string;
  readonly seed: number | string | { int: string };
  readonly ops?: Op[];
  readonly results?: unknown[];
  readonly [field: string]: unknown;
}

function vectors(file: string, kind: string): Vector[] {
  const url = new URL(`../../tests/conformance/vectors/${file}`, import.meta.url);
  const { cases }: { cases: Vector[] } = JSON.parse(readFileSync(url, "utf8"));
  return cases.filter((vector) => vector.kind === kind);
}

/** Tagged floats and integers as what they stand for. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const tagged = value as Tagged;
  if ("float" in tagged) return tagged["float"];
  return "int" in tagged ? BigInt(String(tagged["int"])) : value;
}

const seedOf = ({ seed }: Vector): Seed => (typeof seed === "object" ? seed.int : seed);

function perform(generator: AnyRandom, [method, ...args]: Op): unknown {
  const given = structuredClone(args).map(plain);
  const result: unknown = Reflect.apply(Reflect.get(generator, method), generator, given);
  return method === "shuffle" ? given[0] : result;
}

/** Only gauss depends on the C library's sine and cosine: there the last place may differ. */
function agrees(method: string, drawn: unknown, expected: unknown): boolean {
  if (method !== "gauss") return JSON.stringify(text(drawn)) === JSON.stringify(text(expected));
  return Math.abs(Number(drawn) / Number(expected) - 1) < 1e-14;
}

/** Integers of any size as decimal text. */
function text(value: unknown): unknown {
  return Array.isArray(value) ? value.map(text) : String(value);
}

/** What the operations of a vector gave where it isn't what Python gave. */
function differences(backend: RandomBackend, vector: Vector): unknown[] {
  const generator = createRandom(backend, seedOf(vector));
  return (vector.ops ?? []).flatMap((op, index) => {
    const expected = plain(vector.results?.[index]);
    const drawn = perform(generator, op);
    return agrees(op[0], drawn, expected) ? [] : [{ op, drawn, expected }];
  });
}

/** Fields that list the first draws of a fresh generator, and what draws them. */
const LISTS: Record<string, Op> = {
  getrandbits32: ["getrandbits", 32],
  random: ["random"],
  randint_1_1e9: ["randint", 1, 1_000_000_000],
  raw64: ["random_raw"],
  integers_1_1e9: ["integers", 1, 1_000_000_000],
  integers_0_2_32: ["integers", 0, 2 ** 32],
  random_sample: ["random_sample"],
  randint_0_6: ["randint", 0, 6],
  tomaxint_uint32: ["randint", 0, 2 ** 32],
  randn: ["randn"],
};

/** By field: the listed draws, and ours. */
function lists(backend: RandomBackend, vector: Vector): { readonly expected: Tagged; readonly drawn: Tagged } {
  const expected: Tagged = {};
  const drawn: Tagged = {};
  for (const [field, op] of Object.entries(LISTS)) {
    const listed = plain(vector[field]);
    if (!Array.isArray(listed)) continue;
    const generator = createRandom(backend, seedOf(vector));
    expected[field] = text(listed);
    drawn[field] = listed.map(() => text(perform(generator, op)));
  }
  return { expected, drawn };
}

test.each(vectors("seeding.json", "mt19937"))("CPython's generator seeded with $seed", (vector) => {
  const { expected, drawn } = lists("python", vector);
  expect(drawn).not.toEqual({});
  expect(drawn).toEqual(expected);
});

test.each(vectors("seeding.json", "mt19937_ops"))("methods of CPython's generator, seed $seed", (vector) => {
  expect(differences("python", vector)).toEqual([]);
});

test.each(vectors("seeding_numpy.json", "pcg64"))("numpy's generator seeded with $seed", (vector) => {
  const { expected, drawn } = lists("numpy", vector);
  expect(drawn).not.toEqual({});
  expect(drawn).toEqual(expected);
});

test.each(vectors("seeding_numpy.json", "pcg64_ops"))("methods of numpy's generator, seed $seed", (vector) => {
  expect(differences("numpy", vector)).toEqual([]);
});

const legacy = vectors("seeding_numpy.json", "randomstate");

test.each(legacy.filter((vector) => vector["error"] === undefined))(
  "numpy's legacy generator, seed $seed",
  (vector) => {
    const { expected, drawn } = lists("numpy-legacy", vector);
    expect(drawn).toEqual(expected);
    expect(perform(createRandom("numpy-legacy", seedOf(vector)), ["permutation", 8])).toEqual(vector["permutation_8"]);
  },
);

test.each(legacy.filter((vector) => vector["error"] !== undefined))(
  "numpy's legacy generator refuses $seed",
  (vector) => {
    expect(() => createRandom("numpy-legacy", seedOf(vector))).toThrow("between 0 and 2^32 - 1");
  },
);

interface HierarchyVector extends Vector {
  readonly spec: {
    readonly experiment: { readonly ingredients: readonly string[] };
    readonly ingredients: readonly {
      readonly id: string;
      readonly path: string;
      readonly ingredients: readonly string[];
    }[];
  };
  readonly run: { readonly config_updates: Tagged };
  readonly unseeded: readonly string[];
  readonly expect: {
    readonly error?: unknown;
    readonly config: Tagged;
    readonly init: readonly {
      readonly ingredient: string;
      readonly seed: unknown;
      readonly functions: [string, number][];
    }[];
  };
}

const HIERARCHIES: [RandomBackend, HierarchyVector][] = [
  ...hierarchies("python", "seeding.json", "hierarchy"),
  ...hierarchies("numpy", "seeding_numpy.json", "hierarchy"),
  ...hierarchies("numpy-legacy", "seeding_numpy.json", "hierarchy_legacy"),
];

function hierarchies(backend: RandomBackend, file: string, kind: string): [RandomBackend, HierarchyVector][] {
  return vectors(file, kind).map((vector) => [backend, vector as HierarchyVector]);
}

test.each(
  HIERARCHIES.filter(
    ([
      ,
      {
        expect: { error },
      },
    ]) => error === undefined,
  ),
)("%s: ingredients and captured functions are seeded as in Sacred: $name", (backend, vector) => {
  const { init } = vector.expect;
  const walked = walkSeeds(backend, seedNodes(vector));
  const seeded = init.flatMap((entry, index) => (vector.unseeded.includes(entry.ingredient) ? [] : [index]));
  expect(seeded.map((index) => [Number(walked[index]?.seed), walked[index]?.functionSeeds])).toEqual(
    seeded.map((index) => [Number(plain(init[index]?.seed)), init[index]?.functions.map(([, seed]) => seed)]),
  );
});

test.each(
  HIERARCHIES.filter(
    ([
      ,
      {
        expect: { error },
      },
    ]) => error !== undefined,
  ),
)("%s: seeds that numpy refuses are refused: $name", (backend, { run }) => {
  const root = { ownSeed: seedToBigint(run.config_updates["seed"]), capturedFunctions: 1, children: [] };
  expect(() => walkSeeds(backend, [root])).toThrow("A seed of numpy's");
});

function seedNodes({ spec, expect: { config, init } }: HierarchyVector): SeedNode[] {
  const paths = new Map(spec.ingredients.map(({ id, path }) => [id, path]));
  const used = new Map(spec.ingredients.map(({ path, ingredients }) => [path, ingredients]));
  used.set("", spec.experiment.ingredients);
  const order = init.map(({ ingredient }) => ingredient);
  return init.map(({ ingredient, functions }) => ({
    ownSeed: ownSeed(config, ingredient),
    capturedFunctions: functions.length,
    children: (used.get(ingredient) ?? [])
      .map((id) => paths.get(id) ?? "")
      .filter((path) => isPrefix(ingredient, path))
      .map((path) => order.indexOf(path)),
  }));
}

function ownSeed(config: Tagged, path: string): Seed | undefined {
  let place: unknown = config;
  for (const part of path === "" ? [] : path.split(".")) place = (place as Tagged | undefined)?.[part];
  const seed = plain((place as Tagged | undefined)?.["seed"]);
  return seed === undefined || seed === null ? undefined : seedToBigint(seed);
}
