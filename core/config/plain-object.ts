/** Is this a dictionary as object literals make them, rather than an instance of a class? */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (an iframe, node:vm) have another Object.prototype, whose own prototype is null, too.
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
