export function hasMethods(logger: object, names: readonly string[]): boolean {
  return names.every((name) => typeof Reflect.get(logger, name) === "function");
}
