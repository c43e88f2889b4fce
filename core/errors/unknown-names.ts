import { didYouMean } from "./did-you-mean.ts";

/** What is wrong with the names of options; undefined if nothing is. A misspelt one would silently do nothing. */
export function unknownNames(what: string, options: object, known: readonly string[]): string | undefined {
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  if (unknown.length === 0) return undefined;
  const hints = unknown.map((name) => didYouMean(name, known)).join("");
  return `${what} takes no option ${unknown.map((name) => `"${name}"`).join(", ")}.${hints} There are: ${known.join(", ")}.`;
}
