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
  const there = names.length === 0 ? "It has none yet" : `There are: ${names.join(", ")}`;
  throw new ConfigScopeError(
    `A scope asked for "${name}" of "${path}", which isn't there.${didYouMean(name, names)} ${there}. (With \`"${name}" in ${path}\` a scope can ask first.)`,
    { conflictingConfigs: [joinPath(path, name)] },
  );
}
