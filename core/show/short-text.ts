import { showForLog } from "../logging/stream-logger.ts";
import { formatDuration } from "../run/duration-words.ts";
import { failureHeader } from "../run/fail-trace.ts";
import { beginningOf } from "./beginning-of.ts";

const RESULT_UNITS = 200;
/** Spaces are shown as one: so much of a text is looked at. */
const MOST_SPACES = 10;
const LINE_UNITS = 2000;

/** Six digits are enough to look at. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** `0.052 s`, `12.3 s`, and from a minute on `2 minutes, 3 seconds`. Never negative: clocks are set. */
export function duration(start: Date, stop: Date): string {
  const seconds = Math.max(0, (stop.getTime() - start.getTime()) / 1000);
  return seconds < 60 ? `${Number(seconds.toPrecision(3))} s` : formatDuration(seconds);
}

/** A result in one line. */
export function resultText(result: unknown): string {
  // As many parts have more characters than that.
  const text = showForLog(beginningOf(result, MOST_SPACES * RESULT_UNITS)).replace(/\s+/g, " ");
  return cut(text, RESULT_UNITS);
}

/** The beginning of a text, and a sign that it goes on. */
export function cut(text: string, units: number): string {
  return text.length > units ? `${text.slice(0, units)} …` : text;
}

/** The lines of a failure, each of them short enough to be looked at. */
export function failureLines(failTrace: readonly string[]): string[] {
  return failTrace.map((line) => cut(line.trimEnd(), LINE_UNITS));
}

/** What has failed, short enough to be looked at. */
export function failureText(failTrace: readonly string[]): string {
  return cut(failureHeader(failTrace).trim(), LINE_UNITS);
}
