import { describeValue } from "../errors/describe-value.ts";
import { DefinitionError } from "../errors/index.ts";
import type { HookOptions } from "./command.ts";

/** `fn`, or options and then `fn`. */
export type HookArguments = readonly [fn: Function] | readonly [options: HookOptions, fn: Function];

/** @throws {DefinitionError} if they are something else */
export function splitOptions<O extends object>(
  args: readonly [Function] | readonly [O, Function],
): [options: Partial<O>, fn: Function] {
  const [first, second] = args;
  if (typeof second === "function") return [first as O, second];
  assertFunction(first);
  return [{}, first];
}

/** @throws {DefinitionError} if it is none */
export function assertFunction(fn: unknown): asserts fn is Function {
  if (typeof fn !== "function") throw new DefinitionError(`A function is expected here, not ${describeValue(fn)}.`);
}
