import { expect, test } from "vitest";
import { readLinks } from "./read-links.ts";

const NOTHING = { imports: [], dynamicImports: [], requires: [], hasOpenImports: false, hasOpenRequires: false };

test.each([
  ['import "a"; import b from "b"; import * as c from "c"; import { d } from "d";', ["a", "b", "c", "d"]],
  ['export * from "a"; export { b } from "b"; export * as c from "c";', ["a", "b", "c"]],
  ['import data from "./data.json" with { type: "json" };', ["./data.json"]],
  ["import.meta.url; import.meta.resolve('x');", []],
  ['// import "a"\n/* import "b" */ const text = `import "c"`; const r = /import "d"/;', []],
])("imports of %j", (text, imports) => {
  expect(readLinks(text)).toEqual({ ...NOTHING, imports });
});

test.each([
  ['import type { A } from "a"; import { type B, c } from "b"; export type { D } from "d";', ["b"]],
  ['type T = import("a").T; interface I { x: import("b").X }\nimport { c } from "c";', ["c"]],
  ['const f = <T extends { a: "}" }>(x: T): x is T => true;\nimport { c } from "c";', ["c"]],
  ['class A<T> { constructor(private readonly x: T = <T>1) {} get y(): T { return this.x! } }\nimport "c";', ["c"]],
  ['enum E { A = "/" }\nnamespace N { export const x = 1 / 2; }\nabstract class B {}\nimport "c";', ["c"]],
  ['@decorate({ a: 1 }) class A { @field accessor x?: string }\nimport "c";', ["c"]],
  ['let a = b satisfies C as unknown as Array<Map<string, D>>;\nimport "c";', ["c"]],
  ['function f(this: Window, a?: number): asserts a is number;\nfunction f() {}\nimport "c";', ["c"]],
  ['declare module "x" { export const y: import("z").Y }\ndeclare global { var q: 1 }\nimport "c";', ["c"]],
])("TypeScript: imports of %j", (text, imports) => {
  expect(readLinks(text)).toEqual({ ...NOTHING, imports });
});

test("dynamic imports are known by their text, or open", () => {
  expect(readLinks('import("a"); const x = await import(`b`);')).toMatchObject({ dynamicImports: ["a", "b"] });
  for (const open of ["import(name)", "import(`./${name}.js`)", 'import("./" + name)']) {
    expect(readLinks(open)).toEqual({ ...NOTHING, hasOpenImports: true });
  }
});

test("calls of require are known by their text, or open; methods of that name are something else", () => {
  const text =
    'const a = require("a"), b = require ( /* b */ \'b\' );\nx.require("c"); // require("d")\n"require(\'e\')";';
  expect(readLinks(text)).toEqual({ ...NOTHING, requires: ["a", "b"] });
  expect(readLinks("require(name);")).toEqual({ ...NOTHING, hasOpenRequires: true });
  expect(readLinks("function require(name) {}")).toEqual(NOTHING);
});

test("what can't be read is open", () => {
  expect(readLinks('import { a from "a"; `')).toMatchObject({ hasOpenImports: true });
});
