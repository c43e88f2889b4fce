import fc from "fast-check";
import { expect, test } from "vitest";
import { readDescriptions } from "../core/config/comments/read-descriptions.ts";
import { sources } from "./sources.ts";

/** The descriptions of the scope whose call the `nth` time stands in the text. */
function describe(text: string, isStatements: boolean = false, nth: number = 0): Record<string, string> {
  const call = [...text.matchAll(/\.(?=(?:config|scope)\()/g)][nth];
  const before = text.slice(0, (call?.index ?? 0) + 1).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return Object.fromEntries(readDescriptions(sources.tokenize, text, before.length, isStatements, () => false, column));
}

test.each<[string, string, Record<string, string>]>([
  ["a dictionary and what is in it", "ex.config({\n  y: { z: 1 /* z */ }, // y\n  w: 1,\n})", { y: "y", "y.z": "z" }],
  ["a dictionary on a line", "ex.config({\n  y: { z: 1, u: 2 }, // y\n})", { y: "y" }],
  [
    "a comment in front of the brace",
    "ex.config({\n  y: {\n    z: 1 // z\n  }, // y\n  a: 1 // a\n})",
    { y: "y", "y.z": "z", a: "a" },
  ],
  [
    "the bracket that opens wins",
    "ex.config({\n  // above\n  y: { // opening\n    z: 1, // z\n  }, // closing\n})",
    { y: "opening", "y.z": "z" },
  ],
  [
    "comments in front of entries",
    "ex.config({ /* a */ a: 1, /* b */ b: { /* c */ c: 2 }, d: 3 })",
    { a: "a", b: "b", "b.c": "c" },
  ],
  [
    "a block in front of an entry",
    "ex.config({\n  /* a */ a: 1,\n  b: 2,\n  /** c\n   * more */ c: 3,\n})",
    { a: "a", c: "c more" },
  ],
  [
    "comments inside of an array",
    "ex.config({\n  m: [\n    1, // one\n    2, // two\n  ], // the matrix\n  n: [ // opening\n    1, // one\n  ],\n  o: [1, // one\n    2],\n})",
    { m: "the matrix", n: "opening" },
  ],
  ["commas in front", "ex.config({\n  a: 1 // a\n, b: 2 // b\n  // c\n, c: 3\n})", { a: "a", b: "b", c: "c" }],
  [
    "Windows' ends of lines",
    "ex.config({\r\n  a: 1, // a\r\n  // b\r\n  b: 2,\r\n  /* c\r\n   * d */\r\n  c: 3,\r\n})",
    { a: "a", b: "b", c: "c d" },
  ],
  [
    "texts that look like comments",
    'ex.config({\n  u: "http://x",\n  v: \'/* no */\',\n  w: `// no ${1 /* in */} //`,\n  r: /\\/\\/ "}/,\n  s: 1, // s\n})',
    { s: "s" },
  ],
  ["a template over several lines", "ex.config({\n  t: `a\n  // no\n b`, // the t\n  u: 1,\n})", { t: "the t" }],
  [
    "a shebang and emoji",
    '#!/usr/bin/env node\nex.config({\n  "🎉": 1, // 🎉 party\n  é: 2, // é\n})',
    { "🎉": "🎉 party", é: "é" },
  ],
  [
    "types",
    "ex.config<Config>({}); ex\n  .config({\n  a: new Map<string, number>(), // a\n  b: x as Record<string, { c: number }>, // b\n  c: { d: 1 /* d */ } satisfies D, // c\n} as const satisfies Config)",
    { a: "a", b: "b", c: "c", "c.d": "d" },
  ],
  ["what is spread", "ex.config({\n  a: 1, // a\n  ...rest, // rest\n  b: 2,\n  // c\n  c,\n})", { a: "a", c: "c" }],
  ["a comment above the whole call", "// the configuration\nex.config({ a: 1, b: 2 });", {}],
  ["a comment behind a call of one entry", "ex.config({ a: 1 }); // a", { a: "a" }],
  ["a blank line and a trailing note", "ex.config({\n  a: 1,\n  // a note at the end\n});\n// next\nfoo();", {}],
  [
    "a function's returns",
    "ex.config((c) => {\n  const f = () => { return { no: 1 }; // no\n  };\n  if (c.x) return { a: 1 /* a */ };\n  return ({\n    b: 2, // b\n  });\n})",
    { a: "a", b: "b" },
  ],
  [
    "getters",
    "ex.config({\n  get a() {\n    return 1; // no\n  }, // a\n  get b() { return 2; }, // b\n  // c\n  get c() { return { d: 1, /* no */ }; },\n})",
    { a: "a", b: "b", c: "c" },
  ],
  ["minified", "const e=x.config({a:1,b:{c:2}}).scope(e=>{e.d=1});// built", {}],
])("%s", (_what, text, expected) => {
  expect(describe(text, false, text.startsWith("ex.config<") ? 0 : 0)).toEqual(expected);
});

test.each<[string, string, Record<string, string>]>([
  ["a function with a name", ".scope(function cfg(c) { c.b = 2; // b doc\n})", { b: "b doc" }],
  ["a comment at the end of the only line", ".scope((c) => { c.b = 2; }); // b doc", { b: "b doc" }],
  [
    "without semicolons",
    ".scope(c => {\n  c.a = [\n    1, // one\n  ] // a\n  // b\n  c.b = 2\n  c.d = `x` // d\n})",
    { a: "a", b: "b", d: "d" },
  ],
  [
    "typed, in branches",
    ".scope((c: any): void => {\n  if (c.x) { c.a = 1 /* a */ } else c.b = 2 // b\n  for (;;) { c.no = 1 } // no\n})",
    { a: "a", b: "b" },
  ],
  ["blocks in front", ".scope((c) => { /* a */ c.a = 1; });", { a: "a" }],
])("statements: %s", (_what, text, expected) => {
  expect(describe(`ex${text}`, true)).toEqual(expected);
});

test("scopes that share a line have their own comments", () => {
  const text = "ex.config({ a: 1 /* a */ }).config({ b: 2 /* b */ }); other.config({ c: 3 }); // c";
  expect([0, 1, 2].map((nth) => describe(text, false, nth))).toEqual([{ a: "a" }, { b: "b" }, { c: "c" }]);
  const branches = "if (x) ex.config({\n  a: 1, // a\n}); else ex.config({ b: 2 /* b */ });";
  expect([0, 1].map((nth) => describe(branches, false, nth))).toEqual([{ a: "a" }, { b: "b" }]);
});

/** An entry in some layout, and what it should be described by. */
const layouts = ["none", "behind", "inComma", "above", "jsdoc", "front"] as const;

test("in scopes of any shape, every entry gets its own comment", () => {
  const entry = fc.letrec((tie) => ({
    entry: fc.record({
      layout: fc.constantFrom(...layouts),
      value: fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom("1", "[1, 2]", "`// ${1}`", "f({ a: 1 }, 2)", '"/* x */"'),
        tie("dict"),
      ),
    }),
    dict: fc.array(tie("entry"), { minLength: 1, maxLength: 4 }),
  })).dict;
  type Entry = { layout: (typeof layouts)[number]; value: string | Entry[] };
  const render = (entries: Entry[], path: string, expected: Record<string, string>): string => {
    const lines = entries.map(({ layout, value }, index) => {
      const name = `e${index}`;
      const place = path === "" ? name : `${path}.${name}`;
      const doc = `doc of ${place}`;
      if (layout !== "none") expected[place] = doc;
      const text = typeof value === "string" ? value : `{\n${render(value, place, expected)}}`;
      switch (layout) {
        case "none":
          return `${name}: ${text},\n`;
        case "behind":
          return `${name}: ${text}, // ${doc}\n`;
        case "inComma":
          return `${name}: ${text} /* ${doc} */,\n`;
        case "above":
          return `// ${doc}\n\n${name}: ${text},\n`;
        case "jsdoc":
          return `/**\n * ${doc}\n */\n${name}: ${text},\n`;
        case "front":
          return `/* ${doc} */ ${name}: ${text},\n`;
      }
    });
    return lines.join("");
  };
  fc.assert(
    fc.property(entry, fc.boolean(), (entries, isFunction) => {
      const expected: Record<string, string> = {};
      const body = render(entries as Entry[], "", expected);
      expect(describe(isFunction ? `ex.config((c) => ({\n${body}}));` : `ex.config({\n${body}});`)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
