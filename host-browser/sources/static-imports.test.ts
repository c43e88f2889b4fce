import jsTokens from "js-tokens";
import { expect, test } from "vitest";
import { importsOf } from "./static-imports.ts";

const importsIn = (text: string): ReturnType<typeof importsOf> => importsOf(text, (source) => jsTokens(source));

test("every form of a static import is found", () => {
  const { imports } = importsIn(`#!/usr/bin/env node
import "a";
import b from "b"; import * as c from 'c'
import d, { e as f, "g-h" as i } from
  "d";
import json from "./j.json" with { type: "json" };
export * from "k"; export * as l from "l";
export { m, n as default } from "m";
import from from "o";
`);
  expect(imports).toEqual(["a", "b", "c", "d", "./j.json", "k", "l", "m", "o"]);
});

test("what only looks like an import is none", () => {
  const { imports, dynamicImports } = importsIn(`// import "a";
/* export * from "b" */
const text = 'import "c"'; const template = \`import "d" \${from} from "e"\`;
const regex = /import "f"/; const from = { from: "g" }; Array.from("h"); import.meta.url;
x.import("i"); export { text }; export default "j";
`);
  expect(imports).toEqual([]);
  expect(dynamicImports).toEqual([]);
});

test("dynamic imports are told apart", () => {
  expect(importsIn('import "a"; await import("b"); import(name); import(`c`);')).toEqual({
    imports: ["a"],
    dynamicImports: ["b"],
  });
});
