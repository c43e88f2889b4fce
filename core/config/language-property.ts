/** Names that the language itself asks of every object (printing, awaiting, JSON): never configuration errors. */
const LANGUAGE_NAMES: ReadonlySet<string> = new Set(["then", "toJSON", "inspect", "nodeType", "$$typeof"]);

/** What a proxy answers for a name that isn't an entry but that any object may be asked for. */
export function languageProperty(name: string): { readonly value: unknown } | undefined {
  if (LANGUAGE_NAMES.has(name)) return { value: undefined };
  return name !== "__proto__" && name in Object.prototype ? { value: Reflect.get(Object.prototype, name) } : undefined;
}
