import { ConfigKeyError } from "../errors/index.ts";
import type { ConfigSettings } from "../settings.ts";
import type { Value } from "../values.ts";
import { checkKeys, KEY_RULES, type KeyOffence } from "../wasm/updates.ts";

/** The bit mask of the rules that the settings turn on. */
export function keyRules(settings: ConfigSettings): number {
  return (
    (settings.enforceKeysMongoCompatible ? KEY_RULES.MONGO : 0) |
    (settings.enforceKeysJsonpickleCompatible ? KEY_RULES.JSONPICKLE : 0) |
    (settings.enforceValidPythonIdentifierKeys ? KEY_RULES.IDENTIFIER : 0) |
    (settings.enforceKeysNoEquals ? KEY_RULES.EQUALS : 0)
  );
}

const REASONS: Readonly<Record<string, string>> = {
  MONGO: 'keys can\'t hold "." or start with "$" (settings.config.enforceKeysMongoCompatible)',
  JSONPICKLE: "it is a tag of jsonpickle's (settings.config.enforceKeysJsonpickleCompatible)",
  IDENTIFIER: "it is no Python identifier (settings.config.enforceValidPythonIdentifierKeys)",
  EQUALS: 'keys can\'t hold "=" (settings.config.enforceKeysNoEquals)',
  EMPTY: "it is empty",
  PROTO: "it would reach the prototype of every object",
};

/**
 * @param allowsDots accepts keys if no more is wrong with all of them than a dot
 * @throws {ConfigKeyError} that names all offending keys at once
 */
export function assertKeys(value: Value, rules: number, allowsDots: boolean = false): void {
  const offences = checkKeys(value, rules);
  const isDotted = ({ key, rule }: KeyOffence): boolean => rule === "MONGO" && !key.startsWith("$");
  if (offences.length === 0 || (allowsDots && offences.every(isDotted))) return;
  const lines = offences.map(({ path, key, rule }) => {
    const where = path === key ? "" : ` (in ${path})`;
    return `Invalid key ${JSON.stringify(key)}${where}: ${REASONS[rule] ?? rule}.`;
  });
  throw new ConfigKeyError(lines.join("\n"), { conflictingConfigs: offences.map(({ path }) => path) });
}
