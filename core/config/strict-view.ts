import { ConfigScopeError, didYouMean } from "../errors/index.ts";
import { type Dict, isDict } from "../values.ts";
import { joinPath } from "./join-path.ts";
import { readOnlyView } from "./read-only-view.ts";

/** An ingredient's configuration as scopes see it: asking for an entry that isn't there is an error. */
export function strictView(config: Dict, path: string): object {
  const asked = new Set<string>();
  return readOnlyView({
    path,
    names: () => Object.keys(config),
    has: (name) => Object.hasOwn(config, name),
    allow: (name) => asked.add(name),
    get(name) {
      if (!Object.hasOwn(config, name))
        return asked.has(name) ? undefined : refuseMissing(path, name, Object.keys(config));
      const value = config[name];
      return isDict(value) ? strictView(value, joinPath(path, name)) : value;
    },
  });
}

export function refuseMissing(path: string, name: string, names: readonly string[]): never {
  throw missingEntry(joinPath(path, name), name, `"${path}" has`, names);
}

/** @param seen begins a sentence that ends with the names */
export function missingEntry(path: string, name: string, seen: string, names: readonly string[]): ConfigScopeError {
  return new ConfigScopeError(
    `A scope asked for the entry "${path}", which isn't there.${didYouMean(name, names)} ${seen}: ${names.join(", ") || "none"}.`,
    { conflictingConfigs: [path] },
  );
}
