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
  const tokens = Array.from(tokenize(text)).filter(({ type }) => !SKIPPED.has(type));
  const valueAt = (index: number): string => tokens[index]?.value ?? "";
  const textAt = (index: number): string | undefined =>
    tokens[index]?.type === "StringLiteral" ? valueAt(index).slice(1, -1) : undefined;
  const imports: string[] = [];
  const dynamicImports: string[] = [];
  const add = (list: string[], specifier: string | undefined): void => {
    if (specifier !== undefined) list.push(specifier);
  };
  tokens.forEach(({ type, value }, index) => {
    if (type !== "IdentifierName" || [".", "?."].includes(valueAt(index - 1))) return;
    if (value === "import") {
      if (valueAt(index + 1) === "(") add(dynamicImports, textAt(index + 2));
      else add(imports, textAt(index + 1));
    }
    // Only an import or export has a text behind this word: `{ from: "…" }` has a colon between.
    if (value === "from") add(imports, textAt(index + 1));
  });
  return { imports, dynamicImports };
}
