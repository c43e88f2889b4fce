/** `a.b` for the entry `b` of `a`. The fast form of joinPaths, for two texts that need no cleaning. */
export function joinPath(parent: string, key: string): string {
  return parent === "" ? key : `${parent}.${key}`;
}
