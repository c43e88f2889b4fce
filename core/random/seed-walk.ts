import { ask } from "../wasm/core.ts";
import { Request } from "../wasm/request.ts";
import { BACKEND_NUMBER, type RandomBackend } from "./backend.ts";
import { checkSeed, type Seed, seedLimbs } from "./seed.ts";

/** An ingredient as the walk sees it. */
export interface SeedNode {
  /** a seed that its configuration sets; the experiment always has one */
  readonly ownSeed: Seed | undefined;
  readonly capturedFunctions: number;
  /** indices of the ingredients that it uses and whose path lies below its own, in the order of use */
  readonly children: readonly number[];
}

export interface WalkedSeeds {
  readonly seed: Seed;
  /** one for each captured function, in the order of definition */
  readonly functionSeeds: readonly number[];
}

/**
 * Gives every ingredient and every captured function its seed, as Sacred does (conformance rules under "seeding").
 *
 * Ingredients that nobody seeds (their path lies below nobody's who uses them) draw from the experiment's generator
 * after all the others, in the order of finalisation; in Sacred their seeds come from the operating system.
 *
 * @param nodes in the order of finalisation: deepest first, the experiment last
 * @throws {SacredError} for a seed that the backend doesn't accept
 */
export function walkSeeds(backend: RandomBackend, nodes: readonly SeedNode[]): WalkedSeeds[] {
  const request = new Request();
  request.put(BACKEND_NUMBER[backend]);
  request.put(nodes.length);
  for (const { ownSeed, capturedFunctions, children } of nodes) {
    request.put(capturedFunctions);
    if (ownSeed !== undefined) checkSeed(backend, ownSeed);
    const limbs = ownSeed === undefined ? [] : seedLimbs(ownSeed);
    request.put(limbs.length);
    for (const limb of limbs) request.put(limb);
    request.put(children.length);
    for (const child of children) request.put(child);
  }
  const { words, at } = ask("walkSeeds", request.finish());
  let place = at;
  return nodes.map(({ ownSeed, capturedFunctions }) => {
    const drawn = words[place++] ?? 0;
    const functionSeeds = [...words.subarray(place, place + capturedFunctions)];
    place += capturedFunctions;
    return { seed: ownSeed ?? drawn, functionSeeds };
  });
}
