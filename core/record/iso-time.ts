/** A time as Python's naive UTC datetime prints it: `2024-02-29T02:00:13.123000`, without a fraction of zero. */
export function isoTime(time: Date): string {
  return isoFromMilliseconds(time.getTime());
}

/** The same for milliseconds since the epoch, fractions included: Python's microseconds. */
export function isoFromMilliseconds(milliseconds: number): string {
  const microseconds = Math.round(milliseconds * 1000);
  const second = Math.floor(microseconds / 1_000_000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = wholeSecond(second);
  }
  const fraction = microseconds - second * 1_000_000;
  return fraction === 0 ? lastText : `${lastText}.${String(fraction).padStart(6, "0")}`;
}

// Points are logged close together: of a thousand times of one second only the first needs a calendar.
let lastSecond: number = Number.NaN;
let lastText: string = "";

function wholeSecond(second: number): string {
  const time = new Date(second * 1000);
  const date = [time.getUTCFullYear(), pad(time.getUTCMonth() + 1), pad(time.getUTCDate())].join("-");
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(pad).join(":");
  // By hand: the first toISOString() of a process costs 3 ms on Node 20.
  return `${date}T${clock}`;
}

/** Milliseconds since the epoch of a time that `isoTime`, or Python's naive UTC datetime, has printed; NaN for anything else. */
export function millisecondsOf(iso: unknown): number {
  return typeof iso === "string" ? Date.parse(iso.endsWith("Z") ? iso : `${iso}Z`) : Number.NaN;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
