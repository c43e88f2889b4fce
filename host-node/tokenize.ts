import { createRequire } from "node:module";
import type { Token } from "js-tokens";

let jsTokens: ((text: string) => Iterable<Token>) | undefined;

/** Splits program text into tokens. The package that does so is loaded at the first call. */
export function tokenize(text: string): Iterable<Token> {
  if (jsTokens === undefined) {
    const loaded: typeof import("js-tokens") = createRequire(import.meta.url)("js-tokens");
    jsTokens = (source) => loaded(source);
  }
  return jsTokens(text);
}
