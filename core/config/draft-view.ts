import { ConfigKeyError, ConfigScopeError } from "../errors/index.ts";
import type { Draft } from "./draft.ts";
import { languageProperty } from "./language-property.ts";

/** The object that a statement scope reads and assigns: everything goes through the draft behind it. */
export function draftView(draft: Draft): object {
  const has = (name: string): boolean => Object.hasOwn(draft.values, name) || draft.surroundings.has(name);
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name === "symbol") return undefined;
        if (!Object.hasOwn(draft.values, name)) {
          const property = languageProperty(name);
          if (property !== undefined) return property.value;
        }
        return draft.read(name);
      },
      set(_target, name, value: unknown) {
        draft.assign(textKey(name), value);
        return true;
      },
      has(_target, name) {
        if (typeof name === "symbol") return false;
        draft.surroundings.allow(name);
        return has(name);
      },
      deleteProperty(_target, name) {
        draft.remove(textKey(name));
        return true;
      },
      ownKeys: () => [...new Set([...Object.keys(draft.values), ...draft.surroundings.names()])],
      getOwnPropertyDescriptor(_target, name) {
        if (typeof name === "symbol" || !has(name)) return undefined;
        // An accessor, so that listing the names reads nothing: reading an earlier entry has a meaning.
        return { get: () => draft.read(name), enumerable: true, configurable: true };
      },
      defineProperty(_target, name, descriptor) {
        if (!("value" in descriptor)) {
          throw new ConfigScopeError(`A statement scope assigns values: "${String(name)}" can't be a getter there.`);
        }
        draft.assign(textKey(name), descriptor.value);
        return true;
      },
    },
  );
}

function textKey(name: string | symbol): string {
  if (typeof name === "string") return name;
  throw new ConfigKeyError(`Keys of the configuration are text, not ${String(name)}.`);
}
