import { crc32 } from "./crc32.ts";

/*
 * The metric log: what is true about a run's metrics, appended and never rewritten.
 *
 *   file   "SACREDM2", then blocks
 *   block  kind u8 · flags u8 · 0 u16 · points u32 · payload bytes u32 · CRC-32 of all that and the payload u32 · payload
 *   NAME   payload: the metric's number u32, its name in UTF-8
 *   POINTS payload: the metric's number u32; values f64 × n; steps (REGULAR_STEPS: first and difference, else f64 × n);
 *          times (SHORT_TIMES: first f64, then differences u32 in µs × n, else f64 × n)
 *   MIXED  points of many metrics as they came. Payload: values, steps and times as above, the metrics' numbers u32 × n
 *
 * "SACREDM1", the version before, has the number as u16 in place of the 0 instead of in the payload, and no MIXED blocks.
 *
 * All numbers are little-endian. A reader takes blocks until one is cut short or doesn't match its checksum: a log that was
 * cut anywhere gives the points before.
 */
export const LOG_MAGIC: Uint8Array = new TextEncoder().encode("SACREDM2");
export const BLOCK_HEADER: number = 16;

export const KIND = { NAME: 1, POINTS: 2, MIXED: 3 } as const;
export const FLAG = { REGULAR_STEPS: 1, SHORT_TIMES: 2 } as const;

/** Points, of one metric or of many. Times are milliseconds since the epoch. */
export interface PointColumns {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
}

export function encodeName(metric: number, name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  const payload = new DataView(new ArrayBuffer(4 + text.length));
  payload.setUint32(0, metric, true);
  new Uint8Array(payload.buffer).set(text, 4);
  return block(KIND.NAME, 0, 0, payload);
}

/** @param metrics the number of the metric that all points belong to, or of each point's */
export function encodePoints(metrics: number | Uint32Array, { steps, values, times }: PointColumns): Uint8Array {
  const isMixed = typeof metrics !== "number";
  const count = values.length;
  const regular = isRegular(steps);
  const short = hasShortTimes(times);
  const bytes =
    4 * (isMixed ? count : 1) + 8 * count + (regular ? 16 : 8 * count) + (short ? 8 + 4 * count : 8 * count);
  const payload = new DataView(new ArrayBuffer(bytes));
  if (!isMixed) payload.setUint32(0, metrics, true);
  let at = putFloats(payload, isMixed ? 0 : 4, values);
  if (regular) at = putFloats(payload, at, Float64Array.of(steps[0] ?? 0, (steps[1] ?? 0) - (steps[0] ?? 0)));
  else at = putFloats(payload, at, steps);
  at = short ? putShortTimes(payload, at, times) : putFloats(payload, at, times);
  if (isMixed) metrics.forEach((metric, index) => payload.setUint32(at + 4 * index, metric, true));
  const flags = (regular ? FLAG.REGULAR_STEPS : 0) | (short ? FLAG.SHORT_TIMES : 0);
  return block(isMixed ? KIND.MIXED : KIND.POINTS, flags, count, payload);
}

function block(kind: number, flags: number, count: number, payload: DataView<ArrayBuffer>): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER + payload.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, flags);
  view.setUint32(4, count, true);
  view.setUint32(8, payload.byteLength, true);
  bytes.set(new Uint8Array(payload.buffer), BLOCK_HEADER);
  view.setUint32(12, checksum(bytes), true);
  return bytes;
}

/** Of a whole block, its own place left out. */
export function checksum(block: Uint8Array): number {
  return crc32(block.subarray(BLOCK_HEADER), crc32(block.subarray(0, 12)));
}

/** Do the steps follow from the first and the difference alone, to the bit? */
function isRegular(steps: Float64Array): boolean {
  const first = steps[0] ?? 0;
  const difference = (steps[1] ?? first) - first;
  return steps.every((step, index) => Object.is(step, first + index * difference));
}

function hasShortTimes(times: Float64Array): boolean {
  const first = times[0] ?? 0;
  return times.every((time) => time >= first && microseconds(time - first) < 2 ** 32);
}

function putShortTimes(view: DataView, at: number, times: Float64Array): number {
  const first = times[0] ?? 0;
  view.setFloat64(at, first, true);
  times.forEach((time, index) => view.setUint32(at + 8 + 4 * index, microseconds(time - first), true));
  return at + 8 + 4 * times.length;
}

function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}

function putFloats(view: DataView, at: number, floats: Float64Array): number {
  floats.forEach((value, index) => view.setFloat64(at + 8 * index, value, true));
  return at + 8 * floats.length;
}
