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
  if (typeof first === "function") return [{}, first];
  throw new DefinitionError("A function is expected here, or an object of options and then a function.");
}
