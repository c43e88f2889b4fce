import { ConfigKeyError, UsageError } from "../errors/index.ts";
import { normalizeValue } from "../config/normalize.ts";
import { setByDottedPath } from "../config/paths.ts";
import type { Dict, Value } from "../values.ts";
import { parseValue } from "./values/parse-value.ts";

export interface SplitUpdates {
  /** nested */
  readonly configUpdates: Dict;
  readonly namedConfigs: readonly string[];
  /** what a user should know about values that were taken differently from how they look */
  readonly warnings: readonly string[];
}

/** Tells updates (`NAME=VALUE`) from named configs and files. */
export function splitUpdates(updates: readonly string[], strict: boolean = false): SplitUpdates {
  const configUpdates: Dict = {};
  const namedConfigs: string[] = [];
  const warnings: string[] = [];
  for (const update of updates) {
    if (update === "") continue;
    const equals = update.indexOf("=");
    if (equals < 0) {
      namedConfigs.push(update);
      continue;
    }
    const name = update.slice(0, equals).trim();
    if (name.split(".").includes("__proto__"))
      throw new ConfigKeyError(`"${name}" can't be set: it would reach the prototype of every object.`);
    setByDottedPath(configUpdates, name, readValue(name, update.slice(equals + 1).trim(), strict, warnings));
  }
  return { configUpdates, namedConfigs, warnings };
}

/** Refuses updates whose names have empty parts, which splitting takes as Sacred does. @throws {UsageError} */
export function assertNamed(updates: readonly string[]): void {
  for (const update of updates) {
    const equals = update.indexOf("=");
    const name = update.slice(0, equals).trim();
    if (equals < 0 || !name.split(".").some((part) => part.trim() === "")) continue;
    const what = name === "" ? "names no entry" : `names an entry with an empty part, ${JSON.stringify(name)}`;
    throw new UsageError(
      `The update ${JSON.stringify(update)} ${what}. Updates are NAME=VALUE without blanks, like lr=0.1 or model.layers=2.`,
    );
  }
}

function readValue(name: string, text: string, strict: boolean, warnings: string[]): Value {
  const parsed = parseValue(text);
  if (strict && parsed.isText && !parsed.isLiteral) {
    throw new UsageError(
      `The value of "${name}" is neither a Python literal nor JSON5: ${text}. Quote texts: ${name}='"${text}"'`,
    );
  }
  if (parsed.hasLargeInteger) {
    warnings.push(`The value of "${name}" holds an integer that a double can't hold exactly; it is kept as text.`);
  }
  return normalizeValue(parsed.value, name) ?? null;
}
