import { expect, test } from "vitest";
import { parseFrame } from "./call-site.ts";

test.each([
  ["    at file:///a/exp%20(copy)/x.mjs:3:4", { file: "/a/exp (copy)/x.mjs", line: 3, column: 4 }],
  ["    at foo (file:///a/exp%20(copy)/x.mjs:3:4)", { file: "/a/exp (copy)/x.mjs", line: 3, column: 4 }],
  ["    at new Foo (/a/b.js:1:2)", { file: "/a/b.js", line: 1, column: 2 }],
  ["    at async foo [as bar] (/x y/(z).js:10:20)", { file: "/x y/(z).js", line: 10, column: 20 }],
  ["    at C:\\Program Files (x86)\\b.js:1:2", { file: "C:\\Program Files (x86)\\b.js", line: 1, column: 2 }],
  ["    at f (\\\\server\\share\\c.js:1:2)", { file: "\\\\server\\share\\c.js", line: 1, column: 2 }],
  ["    at REPL1:1:1", { file: "REPL1", line: 1, column: 1 }],
  ["    at [eval]:1:1", { file: "[eval]", line: 1, column: 1 }],
  ["    at new Promise (<anonymous>)", {}],
])("%s", (frame, site) => {
  expect(parseFrame(frame)).toEqual(site);
});
