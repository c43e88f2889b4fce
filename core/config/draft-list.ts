import { ConfigScopeError } from "../errors/index.ts";
import type { Value } from "../values.ts";

/** Methods that would change a fixed list and whose result a scope would go on with. */
const REFUSED: ReadonlySet<string> = new Set(["pop", "shift", "splice"]);

/** Methods that would change a fixed list; they do nothing. */
const IGNORED: Readonly<Record<string, (list: readonly unknown[]) => unknown>> = {
  push: (list) => list.length,
  unshift: (list) => list.length,
  reverse: (list) => list,
  sort: (list) => list,
  fill: (list) => list,
  copyWithin: (list) => list,
};

/**
 * A list that an update has fixed, as a statement scope sees it (Sacred's DogmaticList): it reads as usual, changes do
 * nothing, and what would take an element out is an error.
 */
export function fixedList(list: readonly Value[], path: string): readonly unknown[] {
  const proxy: readonly unknown[] = new Proxy([...list], {
    get(target, name, receiver: unknown) {
      if (typeof name === "string") {
        if (REFUSED.has(name)) return () => refuse(name, path);
        const ignored = IGNORED[name];
        if (Object.hasOwn(IGNORED, name) && ignored !== undefined) return () => ignored(proxy);
      }
      const item: unknown = Reflect.get(target, name, receiver);
      return typeof item === "object" && item !== null ? fixedItem(item, `${path}.${String(name)}`) : item;
    },
    set: () => true,
    deleteProperty: () => true,
    defineProperty: () => true,
  });
  return proxy;
}

function fixedItem(item: object, path: string): object {
  if (Array.isArray(item)) return fixedList(item, path);
  // A copy: of a frozen object a proxy may not ignore changes.
  return new Proxy(
    { ...item },
    {
      get(target, name, receiver: unknown) {
        const inner: unknown = Reflect.get(target, name, receiver);
        return typeof inner === "object" && inner !== null ? fixedItem(inner, `${path}.${String(name)}`) : inner;
      },
      set: () => true,
      deleteProperty: () => true,
      defineProperty: () => true,
    },
  );
}

function refuse(method: string, path: string): never {
  throw new ConfigScopeError(
    `A scope called ${method}() on the list "${path}", which an update has fixed. A fixed list can't give elements away: read it instead.`,
    { conflictingConfigs: [path] },
  );
}
