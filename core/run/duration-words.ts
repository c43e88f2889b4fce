const UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** A duration as messages tell it: `1 hour, 2 minutes` (Sacred's td_format). */
export function formatDuration(seconds: number): string {
  let rest = Math.trunc(seconds);
  if (rest === 0) return "less than a second";
  const parts: string[] = [];
  for (const [name, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count <= 0) continue;
    rest -= count * length;
    parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.join(", ");
}
