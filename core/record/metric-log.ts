import { crc32 } from "./crc32.ts";

/*
 * The metric log: what is true about a run's metrics, appended and never rewritten.
 *
 *   file   "SACREDM2", then blocks
 *   block  kind u8 · flags u8 · 0 u16 · points u32 · payload bytes u32 · CRC-32 of all that and the payload u32 · payload
 *   NAME   payload: the metric's number u32, its name as JSON text in UTF-8
 *   POINTS payload: the metric's number u32; values f64 × n; steps (REGULAR_STEPS: first and difference, else f64 × n);
 *          times (SHORT_TIMES: first f64, then differences u32 in µs × n, else f64 × n)
 *   MIXED  points of many metrics as they came. Payload: values, steps and times as above, the metrics' numbers u32 × n
 *
 * "SACREDM1", the version before, has the number as u16 in place of the 0 instead of in the payload, the bare name, and
 * no MIXED blocks. From its 65,537th metric on numbers came again, with another name: that is where it can't be read any more.
 *
 * All numbers are little-endian. A reader takes blocks until one is cut short or doesn't match its checksum: a log that was
 * cut anywhere gives the points before.
 */
export const LOG_MAGIC: Uint8Array = new TextEncoder().encode("SACREDM2");
export const BLOCK_HEADER: number = 16;

export const KIND = { NAME: 1, POINTS: 2, MIXED: 3 } as const;
const LARGEST_UINT32 = 0xffff_ffff;
export const FLAG = { REGULAR_STEPS: 1, SHORT_TIMES: 2 } as const;

/** Points, of one metric or of many. Times are milliseconds since the epoch. */
export interface PointColumns {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
}

export function encodeName(metric: number, name: string): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(name));
  const bytes = new Uint8Array(BLOCK_HEADER + 4 + text.length);
  viewOf(bytes).setUint32(BLOCK_HEADER, metric, true);
  bytes.set(text, BLOCK_HEADER + 4);
  return finished(bytes, KIND.NAME, 0, 0);
}

/** No block of so many points has more bytes. */
export function mostBytesOf(count: number): number {
  return BLOCK_HEADER + 16 + 28 * count;
}

/**
 * @param metrics the number of the metric that all points belong to, or of each point's
 * @param room where the block is written; by default in new memory
 */
export function encodePoints(
  metrics: number | Uint32Array,
  { steps, values, times }: PointColumns,
  room: Uint8Array = new Uint8Array(mostBytesOf(values.length)),
): Uint8Array {
  const isMixed = typeof metrics !== "number";
  const regular = isRegular(steps);
  const short = hasShortTimes(times);
  const view = viewOf(room);
  if (!isMixed) view.setUint32(BLOCK_HEADER, metrics, true);
  let at = putFloats(view, BLOCK_HEADER + (isMixed ? 0 : 4), values);
  if (regular) at = putFloats(view, at, Float64Array.of(steps[0] ?? 0, (steps[1] ?? 0) - (steps[0] ?? 0)));
  else at = putFloats(view, at, steps);
  at = short ? putShortTimes(view, at, times) : putFloats(view, at, times);
  if (isMixed) {
    metrics.forEach((metric, index) => view.setUint32(at + 4 * index, metric, true));
    at += 4 * metrics.length;
  }
  const flags = (regular ? FLAG.REGULAR_STEPS : 0) | (short ? FLAG.SHORT_TIMES : 0);
  return finished(room.subarray(0, at), isMixed ? KIND.MIXED : KIND.POINTS, flags, values.length);
}

/** Writes the header of a block whose payload is there. */
function finished(block: Uint8Array, kind: number, flags: number, count: number): Uint8Array {
  const view = viewOf(block);
  const payload = block.length - BLOCK_HEADER;
  if (payload > LARGEST_UINT32) throw new RangeError(`A block of a metric log can't hold ${payload} bytes.`);
  view.setUint32(0, 0);
  view.setUint8(0, kind);
  view.setUint8(1, flags);
  view.setUint32(4, count, true);
  view.setUint32(8, payload, true);
  view.setUint32(12, checksum(block), true);
  return block;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
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
  return times.every((time) => time >= first && microseconds(time - first) <= LARGEST_UINT32);
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
