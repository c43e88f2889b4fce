import { SacredError } from "../errors/index.ts";
import { DRAW, type DrawKind, type Draws } from "./draws.ts";

/** With or without replacement, and how likely each element is (default: all alike). */
export interface ChoiceOptions {
  readonly replace?: boolean;
  readonly p?: ArrayLike<number>;
}

/** numpy: the square root of the machine's precision. */
const TOLERANCE = 1.4901161193847656e-8;

/** @throws {SacredError} unless there are `n` probabilities that sum up to 1 */
function checkProbabilities(p: ArrayLike<number>, n: number): void {
  if (p.length !== n) throw new SacredError(`There are ${p.length} probabilities for ${n} elements.`);
  const values = Array.from(p);
  if (!values.every((probability) => probability >= 0)) {
    throw new SacredError("Probabilities have to be numbers of at least 0.");
  }
  const sum = values.reduce((before, probability) => before + probability, 0);
  if (Math.abs(sum - 1) > TOLERANCE) throw new SacredError(`The probabilities sum up to ${sum} instead of 1.`);
}

/** @throws {SacredError} if the population is too small for what is wanted */
export function checkPopulation(n: number, wanted: number, options: ChoiceOptions): void {
  if (wanted > 0 && n === 0) throw new SacredError("Can't choose from an empty population.");
  if (options.p !== undefined) checkProbabilities(options.p, n);
  if (options.replace ?? true) return;
  if (wanted > n) {
    throw new SacredError(`Without replacement ${wanted} elements can't be drawn from a population of ${n}.`);
  }
  if (options.p === undefined) return;
  const possible = Array.from(options.p).filter((probability) => probability > 0).length;
  if (possible < wanted)
    throw new SacredError(`Only ${possible} probabilities are not zero, but ${wanted} elements are wanted.`);
}

/** Indices by inverting the cumulated probabilities. */
export function weightedIndices(p: ArrayLike<number>, uniform: Float64Array): number[] {
  const sums = cumulated(p);
  return Array.from(uniform, (x) => searchRight(sums, x));
}

/** choice(replace=False, p=...): draws anew for whatever collides, without what has been drawn. */
export function weightedDistinctIndices(
  draws: Draws,
  random: DrawKind,
  p: ArrayLike<number>,
  wanted: number,
): number[] {
  const rest = Array.from(p);
  const found: number[] = [];
  while (found.length < wanted) {
    const uniform = draws.many(random, wanted - found.length);
    for (const index of found) rest[index] = 0;
    for (const index of new Set(weightedIndices(rest, uniform))) found.push(index);
  }
  return found;
}

/** Generator.choice(replace=False): the tail of a shuffle for large samples, Floyd's method for small ones. */
export function distinctIndices(draws: Draws, n: number, wanted: number, shuffle: boolean): number[] {
  if (n > 10_000 && wanted > Math.floor(n / (shuffle ? 50 : 20))) {
    const all = Array.from({ length: n }, (_, index) => index);
    draws.shuffle(all, DRAW.pcgBounded, Math.max(n - wanted, 1));
    return all.slice(n - wanted);
  }
  const taken = new Set<number>();
  const drawn = draws.many(DRAW.pcgBounded, wanted, n - wanted, 1);
  for (let i = 0; i < wanted; i++) {
    const index = drawn[i] ?? 0;
    taken.add(taken.has(index) ? n - wanted + i : index);
  }
  const indices = [...taken];
  if (shuffle) draws.shuffle(indices, DRAW.pcgBounded);
  return indices;
}

function cumulated(p: ArrayLike<number>): Float64Array {
  const sums = Float64Array.from(p);
  for (let i = 1; i < sums.length; i++) sums[i] = (sums[i - 1] ?? 0) + (sums[i] ?? 0);
  const last = sums.at(-1) ?? 1;
  return sums.map((sum) => sum / last);
}

/** numpy's searchsorted(side="right"). */
function searchRight(sums: Float64Array, x: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x < (sums[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
