/** A duration as logged: rounded to whole seconds, `[D day[s], ]H:MM:SS` (Python's str(timedelta)). */
export function formatElapsed(seconds: number): string {
  const whole = roundHalfToEven(seconds);
  const days = Math.floor(whole / 86_400);
  const rest = whole - days * 86_400;
  const clock = [Math.floor(rest / 3600), pad(Math.floor(rest / 60) % 60), pad(rest % 60)].join(":");
  return days === 0 ? clock : `${days} day${Math.abs(days) === 1 ? "" : "s"}, ${clock}`;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
