/** What `choice` draws from. */
export interface ChoiceSource {
  random(): number;
  /** an integer in [0, range] */
  bounded(range: number): number;
}

/** An index by inverting the cumulated probabilities at `x`. */
export function weightedIndex(p: readonly number[], x: number): number {
  return searchRight(cumulated(p), x);
}

/** Generator.choice(replace=False, p=...): draws anew for whatever collides, without what has been drawn. */
export function weightedDistinctIndices(source: ChoiceSource, p: readonly number[], wanted: number): number[] {
  const rest = [...p];
  const found: number[] = [];
  while (found.length < wanted) {
    const draws = Array.from({ length: wanted - found.length }, () => source.random());
    for (const index of found) rest[index] = 0;
    const sums = cumulated(rest);
    for (const index of new Set(draws.map((x) => searchRight(sums, x)))) found.push(index);
  }
  return found;
}

/** Generator.choice(replace=False): the tail of a shuffle for large samples, Floyd's method for small ones. */
export function distinctIndices(source: ChoiceSource, n: number, wanted: number, shuffle: boolean): number[] {
  if (n > 10_000 && wanted > Math.floor(n / (shuffle ? 50 : 20))) {
    const all = Array.from({ length: n }, (_, index) => index);
    shuffleFrom(source, all, Math.max(n - wanted, 1));
    return all.slice(n - wanted);
  }
  const taken = new Set<number>();
  for (let j = n - wanted; j < n; j++) {
    const drawn = source.bounded(j);
    taken.add(taken.has(drawn) ? j : drawn);
  }
  const indices = [...taken];
  if (shuffle) shuffleFrom(source, indices, 1);
  return indices;
}

function shuffleFrom(source: ChoiceSource, list: number[], first: number): void {
  for (let i = list.length - 1; i >= first; i--) {
    const j = source.bounded(i);
    const kept = list[j] ?? 0;
    list[j] = list[i] ?? 0;
    list[i] = kept;
  }
}

function cumulated(p: readonly number[]): number[] {
  let sum = 0;
  const sums = p.map((probability) => (sum += probability));
  return sums.map((part) => part / sum);
}

/** numpy's searchsorted(side="right"). */
function searchRight(sums: readonly number[], x: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x < (sums[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
