import { ConfigScopeError } from "../errors/index.ts";

/** Methods that would change a fixed list and whose result a scope would go on with. */
const REFUSED: ReadonlySet<string> = new Set(["pop", "shift", "splice"]);

/**
 * A list that an update has fixed, or something in it, as a statement scope sees it (Sacred's DogmaticList): it reads as usual,
 * changes do nothing, and what would take an element out is an error.
 */
export function fixedItem(item: unknown, path: string): unknown {
  if (typeof item !== "object" || item === null) return item;
  // A copy: of a frozen object a proxy may not ignore changes.
  const copy: object = Array.isArray(item) ? [...item] : { ...item };
  const ignore = (): true => true;
  return new Proxy(copy, {
    get(target, name, receiver: unknown) {
      if (Array.isArray(target) && REFUSED.has(String(name))) return () => refuse(String(name), path);
      const inner: unknown = Reflect.get(target, name, receiver);
      return fixedItem(inner, `${path}.${String(name)}`);
    },
    set: ignore,
    deleteProperty: ignore,
    defineProperty: ignore,
  });
}

function refuse(method: string, path: string): never {
  throw new ConfigScopeError(`A scope called ${method}() on "${path}", but an update has fixed that.`, {
    conflictingConfigs: [path],
  });
}
