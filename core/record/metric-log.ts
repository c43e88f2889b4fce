import { crc32 } from "./crc32.ts";

/*
 * The metric log: what is true about a run's metrics, appended and never rewritten.
 *
 *   file   "SACREDM1", then blocks
 *   block  kind u8 · flags u8 · metric u16 · points u32 · payload bytes u32 · CRC-32 of all that and the payload u32 · payload
 *   NAME   payload: the metric's name, UTF-8
 *   POINTS payload: values f64 × n; steps (REGULAR_STEPS: first and difference, else f64 × n);
 *          times (SHORT_TIMES: first f64, then differences u32 in µs × n, else f64 × n)
 *
 * All numbers are little-endian. A reader takes blocks until one is cut short or doesn't match its checksum: a log that was
 * cut anywhere gives the points before.
 */
export const LOG_MAGIC: Uint8Array = new TextEncoder().encode("SACREDM1");
export const BLOCK_HEADER: number = 16;

const KIND = { NAME: 1, POINTS: 2 } as const;
const FLAG = { REGULAR_STEPS: 1, SHORT_TIMES: 2 } as const;

/** Points of one metric. Times are milliseconds since the epoch. */
export interface PointColumns {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
}

export function encodeName(metric: number, name: string): Uint8Array {
  return block(KIND.NAME, 0, metric, 0, new TextEncoder().encode(name));
}

export function encodePoints(metric: number, { steps, values, times }: PointColumns): Uint8Array {
  const count = values.length;
  const regular = isRegular(steps);
  const short = hasShortTimes(times);
  const stepBytes = regular ? 16 : 8 * count;
  const payload = new DataView(new ArrayBuffer(8 * count + stepBytes + (short ? 8 + 4 * count : 8 * count)));
  let at = putFloats(payload, 0, values);
  if (regular) at = putFloats(payload, at, Float64Array.of(steps[0] ?? 0, (steps[1] ?? 0) - (steps[0] ?? 0)));
  else at = putFloats(payload, at, steps);
  if (short) {
    const first = times[0] ?? 0;
    payload.setFloat64(at, first, true);
    for (let i = 0; i < count; i++) payload.setUint32(at + 8 + 4 * i, microseconds((times[i] ?? 0) - first), true);
  } else putFloats(payload, at, times);
  const flags = (regular ? FLAG.REGULAR_STEPS : 0) | (short ? FLAG.SHORT_TIMES : 0);
  return block(KIND.POINTS, flags, metric, count, new Uint8Array(payload.buffer));
}

/** A block of points, and where it stands in the bytes that were read. */
export interface PointBlock {
  readonly offset: number;
  /** bytes, the block's header included */
  readonly length: number;
  readonly metric: number;
  readonly count: number;
  readonly columns: PointColumns;
}

export interface LogContent {
  /** by number */
  readonly names: readonly string[];
  readonly blocks: readonly PointBlock[];
  /** bytes up to the end of the last whole block */
  readonly validBytes: number;
}

/** Reads as many whole blocks as there are. */
export function readMetricLog(bytes: Uint8Array): LogContent {
  const names: string[] = [];
  const blocks: PointBlock[] = [];
  let at = startsWithMagic(bytes) ? LOG_MAGIC.length : bytes.length;
  let validBytes = startsWithMagic(bytes) ? at : 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  while (at + BLOCK_HEADER <= bytes.length) {
    const length = blockLength(bytes, at) ?? 0;
    if (at + length > bytes.length || !isIntact(bytes, view, at, length)) break;
    const metric = view.getUint16(at + 2, true);
    const payload = bytes.subarray(at + BLOCK_HEADER, at + length);
    if (view.getUint8(at) === KIND.NAME) names[metric] = new TextDecoder().decode(payload);
    else
      blocks.push({
        offset: at,
        length,
        metric,
        ...decodePoints(payload, view.getUint8(at + 1), view.getUint32(at + 4, true)),
      });
    at += length;
    validBytes = at;
  }
  return { names, blocks, validBytes };
}

/** How many bytes the block that begins at `at` says it has; undefined where not even its header is whole. */
export function blockLength(bytes: Uint8Array, at: number): number | undefined {
  if (at + BLOCK_HEADER > bytes.length) return undefined;
  return BLOCK_HEADER + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at + 8, true);
}

function decodePoints(payload: Uint8Array, flags: number, count: number): { count: number; columns: PointColumns } {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const values = floatsAt(view, 0, count);
  let at = 8 * count;
  let steps: Float64Array;
  if (flags & FLAG.REGULAR_STEPS) {
    const [first = 0, difference = 0] = floatsAt(view, at, 2);
    steps = new Float64Array(count);
    for (let i = 0; i < count; i++) steps[i] = first + i * difference;
    at += 16;
  } else {
    steps = floatsAt(view, at, count);
    at += 8 * count;
  }
  if (!(flags & FLAG.SHORT_TIMES)) return { count, columns: { values, steps, times: floatsAt(view, at, count) } };
  const first = view.getFloat64(at, true);
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) times[i] = first + view.getUint32(at + 8 + 4 * i, true) / 1000;
  return { count, columns: { values, steps, times } };
}

function block(kind: number, flags: number, metric: number, count: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(BLOCK_HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, flags);
  view.setUint16(2, metric, true);
  view.setUint32(4, count, true);
  view.setUint32(8, payload.length, true);
  bytes.set(payload, BLOCK_HEADER);
  view.setUint32(12, checksum(bytes), true);
  return bytes;
}

function isIntact(bytes: Uint8Array, view: DataView, at: number, length: number): boolean {
  return view.getUint32(at + 12, true) === checksum(bytes.subarray(at, at + length));
}

/** Of a whole block, its own place left out. */
function checksum(block: Uint8Array): number {
  return crc32(block.subarray(BLOCK_HEADER), crc32(block.subarray(0, 12)));
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return LOG_MAGIC.every((byte, index) => bytes[index] === byte);
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

function microseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000);
}

function putFloats(view: DataView, at: number, floats: Float64Array): number {
  floats.forEach((value, index) => view.setFloat64(at + 8 * index, value, true));
  return at + 8 * floats.length;
}

function floatsAt(view: DataView, at: number, count: number): Float64Array {
  const floats = new Float64Array(count);
  for (let i = 0; i < count; i++) floats[i] = view.getFloat64(at + 8 * i, true);
  return floats;
}
