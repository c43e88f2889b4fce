import { isPrefix } from "../config/paths.ts";
import { deepFreeze } from "../config/freeze.ts";
import { SacredError } from "../errors/index.ts";
import { checkSeed, type Seed, seedToBigint, seedToValue } from "../random/seed.ts";
import { type RandomBackend, freshSeed } from "../random/seeding.ts";
import { walkSeeds, type WalkedSeeds } from "../random/seed-walk.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";

/** Each ingredient's seed and those of its captured functions, by path. */
export type Seeds = ReadonlyMap<string, WalkedSeeds>;

/**
 * Gives everything its seed; the experiment's becomes an entry of its configuration.
 *
 * @param entropy gives 32 random bits, for an experiment without a seed
 */
export function setUpSeeds(scaffolding: Scaffolding, backend: RandomBackend, entropy: () => number): Seeds {
  const scaffolds = [...scaffolding.values()];
  const indices = new Map(scaffolds.map((scaffold, index) => [scaffold, index]));
  const root = scaffolding.get("");
  const walked = walkSeeds(
    backend,
    scaffolds.map((scaffold) => ({
      ownSeed: ownSeed(scaffold, backend) ?? (scaffold === root ? freshSeed(entropy) : undefined),
      capturedFunctions: scaffold.definition.capturedFunctions.length,
      children: scaffold.subrunners
        .filter(({ path }) => isPrefix(scaffold.path, path))
        .map((used) => indices.get(used) ?? 0),
    })),
  );
  const seeds = new Map<string, WalkedSeeds>();
  scaffolds.forEach((scaffold, index) => {
    const own = walked[index];
    if (own === undefined) return;
    seeds.set(scaffold.path, own);
    if (scaffold === root) {
      const given = scaffold.config["seed"] ?? seedToValue(seedToBigint(own.seed));
      scaffold.config = deepFreeze({ ...scaffold.config, seed: given });
    }
    if (scaffold.marks.added.delete("seed")) scaffold.marks.modified.add("seed");
  });
  return seeds;
}

function ownSeed(scaffold: Scaffold, backend: RandomBackend): Seed | undefined {
  const seed = scaffold.config["seed"];
  if (seed === undefined || seed === null) return undefined;
  try {
    const value = seedToBigint(seed);
    checkSeed(backend, value);
    return value;
  } catch (error) {
    const where = scaffold.path === "" ? "seed" : `${scaffold.path}.seed`;
    throw new SacredError(`The entry "${where}" can't be used. ${error instanceof Error ? error.message : ""}`, {
      cause: error,
    });
  }
}
