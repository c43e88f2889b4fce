const FEW = 5;

/** For messages: the first of many names, and how many more there are. */
export function firstFew(names: readonly string[]): string {
  const more = names.length - FEW;
  return `${names.slice(0, FEW).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
