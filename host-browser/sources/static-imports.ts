import type { Token } from "../../core/captured/parameters.ts";
import type { Tokenize } from "../../core/captured/parameters.ts";

export interface ImportsOf {
  /** the specifiers of `import … from "…"`, `import "…"` and `export … from "…"` */
  readonly imports: readonly string[];
  /** those of `import("…")`, which are loaded only when the program gets there */
  readonly dynamicImports: readonly string[];
}

const SKIPPED: ReadonlySet<string> = new Set([
  "WhiteSpace",
  "LineTerminatorSequence",
  "SingleLineComment",
  "MultiLineComment",
  "HashbangComment",
]);

/**
 * What a module's text imports. es-module-lexer would be 7 kB more to load; the tokenizer is there already, and tells
 * texts, comments, templates and regular expressions from code.
 */
export function importsOf(text: string, tokenize: Tokenize): ImportsOf {
  const imports: string[] = [];
  const dynamicImports: string[] = [];
  for (const { token, isDynamic } of findSpecifiers([...tokenize(text)]))
    (isDynamic ? dynamicImports : imports).push(token.value.slice(1, -1));
  return { imports, dynamicImports };
}

/** The text with other specifiers: those that `replace` gives, where it gives any. */
export function withSpecifiers(
  text: string,
  tokenize: Tokenize,
  replace: (specifier: string) => string | undefined,
): string {
  const tokens = [...tokenize(text)];
  const replaced = new Map<Token, string>();
  for (const { token } of findSpecifiers(tokens)) {
    const other = replace(token.value.slice(1, -1));
    if (other !== undefined) replaced.set(token, JSON.stringify(other));
  }
  return tokens.map((token) => replaced.get(token) ?? token.value).join("");
}

function* findSpecifiers(all: readonly Token[]): Generator<{ token: Token; isDynamic: boolean }> {
  const tokens = all.filter(({ type }) => !SKIPPED.has(type));
  const valueAt = (index: number): string => tokens[index]?.value ?? "";
  const found = function* (at: number, isDynamic: boolean): Generator<{ token: Token; isDynamic: boolean }> {
    const token = tokens[at];
    if (token?.type === "StringLiteral") yield { token, isDynamic };
  };
  for (const [index, { type, value }] of tokens.entries()) {
    if (type !== "IdentifierName" || [".", "?."].includes(valueAt(index - 1))) continue;
    if (value === "import") {
      const isDynamic = valueAt(index + 1) === "(";
      yield* found(isDynamic ? index + 2 : index + 1, isDynamic);
    }
    // Only an import or export has a text behind this word: `{ from: "…" }` has a colon between.
    if (value === "from") yield* found(index + 1, false);
  }
}
