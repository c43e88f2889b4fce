import { ReadOnlyConfigError } from "../errors/index.ts";
import { languageProperty } from "./language-property.ts";

/** Where a read-only view gets its entries from. */
export interface ViewSource {
  readonly path: string;
  names(): readonly string[];
  has(name: string): boolean;
  /** told that somebody asked `name in view` and may now read it, there or not */
  allow(name: string): void;
  /** the value, or undefined where a missing entry is allowed; throws otherwise */
  get(name: string): unknown;
}

/**
 * An object whose entries are computed when they are asked for, and which can't be changed.
 *
 * A proxy (80–230 ns a read) is right here: scopes run once per run, and only a proxy can tell a misspelt entry.
 */
export function readOnlyView(source: ViewSource): object {
  const refuse = (name: string | symbol): never => {
    const path = source.path === "" ? String(name) : `${source.path}.${String(name)}`;
    throw new ReadOnlyConfigError(
      `The configuration is read-only inside a scope: "${path}" can't be changed there. Return the entry instead.`,
      { conflictingConfigs: [path] },
    );
  };
  return new Proxy(
    {},
    {
      get(_target, name) {
        if (typeof name === "symbol") return undefined;
        if (!source.has(name)) {
          const property = languageProperty(name);
          if (property !== undefined) return property.value;
        }
        return source.get(name);
      },
      has(_target, name) {
        if (typeof name === "symbol") return false;
        source.allow(name);
        return source.has(name);
      },
      ownKeys: () => [...source.names()],
      getOwnPropertyDescriptor(_target, name) {
        if (typeof name === "symbol" || !source.has(name)) return undefined;
        // An accessor, so that listing the names evaluates nothing.
        return { get: () => source.get(name), enumerable: true, configurable: true };
      },
      set: (_target, name) => refuse(name),
      defineProperty: (_target, name) => refuse(name),
      deleteProperty: (_target, name) => refuse(name),
      setPrototypeOf: () => refuse("__proto__"),
      preventExtensions: () => false,
    },
  );
}
