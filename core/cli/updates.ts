import { ConfigKeyError, UsageError } from "../errors/index.ts";
import { normalizeValue } from "../config/normalize.ts";
import { setByDottedPath } from "../config/paths.ts";
import type { Dict } from "../values.ts";
import { asUpdates } from "./hints.ts";
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
  const mistakes: string[] = [];
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
    const text = update.slice(equals + 1).trim();
    const parsed = parseValue(text);
    if (strict && parsed.isText && !parsed.isLiteral)
      mistakes.push(
        `The value of "${name}" is neither a Python literal nor JSON5: ${text}. Quote texts: ${name}='"${text}"'`,
      );
    // A seed may be any integer.
    if (parsed.hasLargeInteger && !/(?:^|\.)seed$/.test(name))
      warnings.push(`The value of "${name}" holds an integer that a double can't hold exactly; it is kept as text.`);
    if (text.startsWith("=")) warnings.push(`"${name}" is set to the text "${text}": one "=" is enough.`);
    setByDottedPath(configUpdates, name, normalizeValue(parsed.value, name) ?? null);
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
  return { configUpdates, namedConfigs, warnings };
}

/** Refuses updates whose names have empty parts, which splitting takes as Sacred does. @throws {UsageError} for all at once */
export function assertNamed(updates: readonly string[]): void {
  const mistakes = updates.flatMap((update) => {
    const equals = update.indexOf("=");
    const name = update.slice(0, equals).trim();
    if (equals < 0 || !name.split(".").some((part) => part.trim() === "")) return [];
    const what = name === "" ? "names no entry" : `names an entry with an empty part, ${JSON.stringify(name)}`;
    return `The update ${JSON.stringify(update)} ${what}.`;
  });
  if (mistakes.length === 0) return;
  const isSplit = updates.some((update, index) => index > 0 && update.trim().startsWith("="));
  const meant = isSplit ? asUpdates(updates) : "";
  throw new UsageError(`${mistakes.join("\n")} Updates are NAME=VALUE without blanks, like model.layers=2.${meant}`);
}
