import { expect, test } from "vitest";
import { blocksOf, guides } from "./blocks.ts";

/** Entries of the package, in the order in which a name is looked for in them. */
const ENTRIES = [
  "sacred-ts",
  "sacred-ts/browser",
  "sacred-ts/observers/file-storage",
  "sacred-ts/observers/indexeddb",
  "sacred-ts/tensorflow",
  "sacred-ts/wasi",
];
const BLOCKS = guides()
  .flatMap(blocksOf)
  .filter(({ language }) => ["js", "ts", "html"].includes(language));

const entryOf = new Map<string, string>();
for (const entry of ENTRIES.toReversed())
  for (const name of Object.keys((await import(entry)) as object)) entryOf.set(name, entry);

/** The names of the package that the code uses, without texts, comments and properties. */
function namesUsed(code: string): Set<string> {
  const bare = code
    .replaceAll(/"(?:[^"\\]|\\.)*"|\/\/.*$/gm, "")
    .replaceAll(/^\s*import .*$/gm, "")
    .replaceAll(/\.\w+/g, "");
  return new Set((bare.match(/\b[A-Za-z]\w*\b(?!:)/g) ?? []).filter((name) => entryOf.has(name)));
}

const importsIn = (code: string): Map<string, string> =>
  new Map(
    Array.from(code.matchAll(/^\s*import (?:type )?\{([^}]*)\} from "([^"]+)"/gm)).flatMap(
      ([, names = "", from = ""]) =>
        names.split(",").map((name): [string, string] => [name.replace(/ as .*|\btype /g, "").trim(), from]),
    ),
  );

test("the documentation has code", () => expect(BLOCKS.length).toBeGreaterThan(20));

test.each(BLOCKS)("$name: imports what it uses of the package", ({ code }) => {
  const imported = importsIn(code);
  const missing = [...namesUsed(code)].filter((name) => !imported.has(name));
  expect(missing.map((name) => `import { ${name} } from "${entryOf.get(name)}"`)).toEqual([]);
});
