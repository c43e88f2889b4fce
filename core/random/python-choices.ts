import { SacredError } from "../errors/index.ts";

/** How many elements (default 1), and how likely each is: by weights, or by their running sums; default: all alike. */
export interface ChoicesOptions {
  readonly k?: number;
  readonly weights?: ArrayLike<number>;
  readonly cumWeights?: ArrayLike<number>;
}

/** The running sums of the weights of `n` elements, if there are weights. */
export function cumulativeWeights({ weights, cumWeights }: ChoicesOptions, n: number): readonly number[] | undefined {
  if (weights !== undefined && cumWeights !== undefined) {
    throw new SacredError("choices takes either weights or cumWeights, not both.");
  }
  const given = cumWeights ?? weights;
  if (given === undefined) return undefined;
  if (given.length !== n) throw new SacredError(`There are ${given.length} weights for ${n} elements.`);
  let sum = 0;
  const sums = cumWeights === undefined ? Array.from(given, (weight) => (sum += weight)) : Array.from(given);
  const total = sums.at(-1) ?? 0;
  if (!(total > 0 && total < Infinity)) {
    throw new SacredError(`The sum of the weights has to be a finite number above 0, but was ${total}.`);
  }
  return sums;
}

/** Python's `bisect(sums, x * total, 0, n - 1)`: the element on whose share x, in [0, 1), falls. */
export function indexByWeight(sums: readonly number[], x: number): number {
  const target = x * (sums.at(-1) ?? 0);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (target < (sums[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
