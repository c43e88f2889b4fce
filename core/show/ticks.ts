/** Round numbers from `low` to `high`, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  // Neither for a single value nor beyond the range of doubles.
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => rough < 1.5 * factor * power) ?? 10);
  const first = Math.ceil(low / step);
  const found = Array.from({ length: 2 * count + 1 }, (_, index) => (first + index) * step);
  // Rounding may lead outside.
  const inside = found.filter((tick) => tick >= low && tick <= high);
  return inside.length === 0 ? [low] : inside;
}
