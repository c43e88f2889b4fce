import { BLOCK_HEADER, checksum, FLAG, KIND, LOG_MAGIC } from "./metric-log.ts";

/** 1: a metric's number has 16 bits. */
export type LogVersion = 1 | 2;

const OLD_MAGIC = new TextEncoder().encode("SACREDM1");

/** What the beginning of a log says; undefined if it is none, or cut before that. */
export function versionOf(bytes: Uint8Array): LogVersion | undefined {
  const begins = (magic: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte);
  if (begins(LOG_MAGIC)) return 2;
  return begins(OLD_MAGIC) ? 1 : undefined;
}

/** Points as they stand in a block. Nothing is copied before it is asked for. */
export class PointBlock {
  readonly count: number;
  /** the metric of all points; undefined if each has its own */
  readonly metric: number | undefined;
  readonly #view: DataView;
  readonly #values: number;
  readonly #steps: number;
  readonly #times: number;
  readonly #metrics: number;
  readonly #isRegular: boolean;
  readonly #isShort: boolean;

  /** @param at where the columns begin */
  constructor(view: DataView, at: number, count: number, flags: number, metric: number | undefined) {
    this.#view = view;
    this.count = count;
    this.metric = metric;
    this.#isRegular = (flags & FLAG.REGULAR_STEPS) !== 0;
    this.#isShort = (flags & FLAG.SHORT_TIMES) !== 0;
    this.#values = at;
    this.#steps = at + 8 * count;
    this.#times = this.#steps + (this.#isRegular ? 16 : 8 * count);
    this.#metrics = this.#times + (this.#isShort ? 8 + 4 * count : 8 * count);
  }

  metricAt(index: number): number {
    return this.metric ?? this.#view.getUint32(this.#metrics + 4 * index, true);
  }

  valueAt(index: number): number {
    return this.#view.getFloat64(this.#values + 8 * index, true);
  }

  stepAt(index: number): number {
    if (!this.#isRegular) return this.#view.getFloat64(this.#steps + 8 * index, true);
    return this.#view.getFloat64(this.#steps, true) + index * this.#view.getFloat64(this.#steps + 8, true);
  }

  /** in milliseconds since the epoch */
  timeAt(index: number): number {
    if (!this.#isShort) return this.#view.getFloat64(this.#times + 8 * index, true);
    return this.#view.getFloat64(this.#times, true) + this.#view.getUint32(this.#times + 8 + 4 * index, true) / 1000;
  }
}

/** What a metric is called. */
export interface NameBlock {
  readonly metric: number;
  readonly name: string;
}

/** Is given a block; false: nothing from it on can be read. */
export type BlockVisitor = (block: PointBlock | NameBlock) => boolean | void;

/**
 * Calls `visit` with as many whole blocks as there are.
 *
 * @param bytes blocks, without the file's beginning
 * @param isChecked their checksums are known to be right
 * @returns the bytes up to the end of the last whole block
 */
export function readBlocks(
  bytes: Uint8Array,
  version: LogVersion,
  visit: BlockVisitor,
  isChecked: boolean = false,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let length = blockLength(bytes, at); length !== undefined; length = blockLength(bytes, at)) {
    if (at + length > bytes.length) break;
    const whole = bytes.subarray(at, at + length);
    if (!isChecked && view.getUint32(at + 12, true) !== checksum(whole)) break;
    if (visit(version === 1 ? oldBlock(view, at, whole) : blockAt(view, at, whole)) === false) break;
    at += length;
  }
  return at;
}

/** How many bytes the block that begins at `at` says it has; undefined where not even its header is whole. */
export function blockLength(bytes: Uint8Array, at: number): number | undefined {
  if (at + BLOCK_HEADER > bytes.length) return undefined;
  return BLOCK_HEADER + new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at + 8, true);
}

function blockAt(view: DataView, at: number, block: Uint8Array): PointBlock | NameBlock {
  const [kind, flags, count] = [view.getUint8(at), view.getUint8(at + 1), view.getUint32(at + 4, true)];
  const payload = at + BLOCK_HEADER;
  if (kind === KIND.MIXED) return new PointBlock(view, payload, count, flags, undefined);
  const metric = view.getUint32(payload, true);
  if (kind === KIND.POINTS) return new PointBlock(view, payload + 4, count, flags, metric);
  return { metric, name: String(JSON.parse(new TextDecoder().decode(block.subarray(BLOCK_HEADER + 4)))) };
}

function oldBlock(view: DataView, at: number, block: Uint8Array): PointBlock | NameBlock {
  const metric = view.getUint16(at + 2, true);
  if (view.getUint8(at) === KIND.NAME) return { metric, name: new TextDecoder().decode(block.subarray(BLOCK_HEADER)) };
  return new PointBlock(view, at + BLOCK_HEADER, view.getUint32(at + 4, true), view.getUint8(at + 1), metric);
}
