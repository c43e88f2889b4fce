import { assertKeys } from "../config/config-keys.ts";
import { isPlainObject } from "../config/plain-object.ts";
import { DefinitionError } from "../errors/index.ts";
import { unknownNames } from "../errors/unknown-names.ts";
import { describeValue } from "../errors/describe-value.ts";
import type { Dict } from "../values.ts";

/**
 * Refuses options of an unknown name: a misspelt one would silently do nothing.
 *
 * @param known their names; undefined if others look at them
 * @throws {DefinitionError}
 */
export function assertOptions(what: string, options: unknown, known?: readonly string[]): void {
  const choice = known === undefined ? "" : ` There are: ${known.join(", ")}.`;
  if (!isPlainObject(options))
    throw new DefinitionError(`${what} takes an object of options, not ${describeValue(options)}.${choice}`);
  const mistake = known === undefined ? undefined : unknownNames(what, options, known);
  if (mistake !== undefined) throw new DefinitionError(mistake);
}

/** Refuses what can't be a name: a text with no empty part, which any log line and store can hold. @throws {DefinitionError} */
export function assertName(what: string, name: unknown): asserts name is string {
  if (typeof name !== "string" || name.split(".").some((part) => part.trim() === ""))
    throw new DefinitionError(
      `The name of ${what} is a text without empty parts, like "data.paths", not ${describeValue(name)}.`,
    );
  if (isUnprintable(name))
    throw new DefinitionError(`The name of ${what} can't hold control characters: ${JSON.stringify(name)}.`);
}

/** It would break a log line in two, colour what follows it in a terminal, or not be the same when it is read back. */
export function isUnprintable(name: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name);
}

/** Refuses what can't be the path of an ingredient: each part is a key of the configuration. @throws {ConfigKeyError} */
export function assertPath(path: string, keyRules: number): void {
  const keys: Dict = {};
  for (const key of path.split(".")) Object.defineProperty(keys, key, { value: null, enumerable: true });
  assertKeys(keys, keyRules);
}

/** Refuses a list that isn't one, or items in it that are something else. @throws {DefinitionError} */
export function assertList<T>(
  what: string,
  list: unknown,
  isItem: (item: unknown) => item is T,
): asserts list is readonly T[] {
  if (!Array.isArray(list)) throw new DefinitionError(`${what} have to be a list, not ${describeValue(list)}.`);
  for (const item of list) if (!isItem(item)) throw new DefinitionError(`${what} can't hold ${describeValue(item)}.`);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
