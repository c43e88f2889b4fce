import { parse } from "es-module-lexer";
import { tokenize } from "../tokenize.ts";

/** What a program file asks for, by the texts in it. */
export interface Links {
  /** of `import … from`, `export … from`; what only types need (`import type`) isn't asked for */
  readonly imports: readonly string[];
  /** of `import("…")` */
  readonly dynamicImports: readonly string[];
  /** of `require("…")` */
  readonly requires: readonly string[];
  /** something is imported by a name that is only known to the running program, or the text could not be read */
  readonly hasOpenImports: boolean;
  /** something is required in that way */
  readonly hasOpenRequires: boolean;
}

/**
 * Reads the links off a program's text, JavaScript or TypeScript. The lexer skips types; where it stumbles (JSX, say), all
 * that can be said is that there may be links.
 */
export function readLinks(text: string): Links {
  const imports: string[] = [];
  const dynamicImports: string[] = [];
  let hasOpenImports = false;
  try {
    for (const link of parse(text)[0]) {
      if (link.type === "import-meta") continue;
      if (link.type === "dynamic") {
        if (link.probablyTypeOnly) continue;
        if (link.specifier === undefined || link.glob) hasOpenImports = true;
        else dynamicImports.push(link.specifier);
      } else if (!link.typeOnly) imports.push(link.specifier);
    }
  } catch {
    hasOpenImports = true;
  }
  return { imports, dynamicImports, hasOpenImports, ...readRequires(text) };
}

/** Calls of `require` (and of what `createRequire` gave, under the same name). */
function readRequires(text: string): Pick<Links, "requires" | "hasOpenRequires"> {
  const requires: string[] = [];
  let hasOpenRequires = false;
  if (!/\brequire\s*\(/.test(text)) return { requires, hasOpenRequires };
  const tokens = [...tokenize(text)].filter(
    ({ type }) => !/^(?:WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type),
  );
  tokens.forEach(({ type, value }, index) => {
    if (type !== "IdentifierName" || value !== "require" || tokens[index + 1]?.value !== "(") return;
    if ([".", "?.", "function"].includes(tokens[index - 1]?.value ?? "")) return;
    const argument = tokens[index + 2];
    if (argument?.type === "StringLiteral" && tokens[index + 3]?.value === ")")
      requires.push(argument.value.slice(1, -1));
    else hasOpenRequires = true;
  });
  return { requires, hasOpenRequires };
}
