/** Sets an entry as an own property, whatever its name: `__proto__` must not reach the prototype. */
export function defineEntry(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    Reflect.set(target, key, value);
  }
}
