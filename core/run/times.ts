/** A time as Python's naive UTC datetime prints it: `2024-02-29T02:00:13.123000`, without a fraction of zero. */
export function isoTime(time: Date): string {
  return isoFromMilliseconds(time.getTime());
}

/** The same for milliseconds since the epoch, fractions included: Python's microseconds. */
export function isoFromMilliseconds(milliseconds: number): string {
  const microseconds = Math.round(milliseconds * 1000);
  const time = new Date(Math.floor(microseconds / 1_000_000) * 1000);
  const date = [time.getUTCFullYear(), pad(time.getUTCMonth() + 1), pad(time.getUTCDate())].join("-");
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(pad).join(":");
  const fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000;
  // By hand: the first toISOString() of a process costs 3 ms on Node 20.
  return `${date}T${clock}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}`;
}

/** A duration as logged: rounded to whole seconds, `[D day[s], ]H:MM:SS` (Python's str(timedelta)). */
export function formatElapsed(seconds: number): string {
  const whole = roundHalfToEven(seconds);
  const days = Math.floor(whole / 86_400);
  const rest = whole - days * 86_400;
  const clock = [Math.floor(rest / 3600), pad(Math.floor(rest / 60) % 60), pad(rest % 60)].join(":");
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
}

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

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
