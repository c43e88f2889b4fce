import { SacredError } from "../errors/index.ts";
import { emptyRange, type Integer, integer, plainInteger } from "./checks.ts";
import type { DrawKind, Draws } from "./draws.ts";
import { arrange, type Nested, type Size, total } from "./shape.ts";

const SMALLEST = -(2n ** 63n);
const BEYOND_LARGEST = 2n ** 63n;

/** What numpy's `integers` and `randint` are asked for. */
export interface IntegerRequest {
  /** name of the method, for errors */
  readonly method: string;
  readonly low: Integer;
  readonly high: Integer | null | undefined;
  /** is `high` included? */
  readonly endpoint: boolean;
  readonly size: Size | null | undefined;
}

/** Integers of 64 bits (numpy's default) in [low, high), or in [0, low) without `high`. */
export function drawIntegers(draws: Draws, kind: DrawKind, request: IntegerRequest): Nested<Integer> {
  const { method, endpoint, size } = request;
  const [low, high] =
    request.high === undefined || request.high === null ? [0, request.low] : [request.low, request.high];
  if (Number.isSafeInteger(low) && Number.isSafeInteger(high)) {
    const first = Number(low);
    const range = Number(high) - (endpoint ? 0 : 1) - first;
    if (range < 0) throw emptyRange(method, [request.low, request.high]);
    if (range <= Number.MAX_SAFE_INTEGER) {
      if (size === undefined || size === null) return first + draws.one(kind, range);
      const drawn = draws.many(kind, total(size), range);
      return arrange(first === 0 ? drawn : drawn.map((offset) => first + offset), size);
    }
  }
  const first = integer(low, "low");
  const last = integer(high, "high") - (endpoint ? 0n : 1n);
  if (first < SMALLEST) throw new SacredError(`${method}: low is out of bounds for a 64-bit integer.`);
  if (last >= BEYOND_LARGEST) throw new SacredError(`${method}: high is out of bounds for a 64-bit integer.`);
  if (last < first) throw emptyRange(method, [request.low, request.high]);
  const draw = (): Integer => plainInteger(first + draws.wide(last - first));
  return size === undefined || size === null ? draw() : arrange(Array.from({ length: total(size) }, draw), size);
}
