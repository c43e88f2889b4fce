import { formatDuration } from "../run/duration-words.ts";
import { showForLog } from "../logging/stream-logger.ts";

const RESULT_UNITS = 200;

/** Six digits are enough to look at. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function duration(start: Date, stop: Date): string {
  const seconds = Math.max(0, (stop.getTime() - start.getTime()) / 1000);
  return seconds < 60 ? `${Number(seconds.toPrecision(3))} s` : formatDuration(seconds);
}

/** A result in one line. */
export function resultText(result: unknown): string {
  const text = showForLog(result).replace(/\s+/g, " ");
  return text.length > RESULT_UNITS ? `${text.slice(0, RESULT_UNITS)} …` : text;
}
