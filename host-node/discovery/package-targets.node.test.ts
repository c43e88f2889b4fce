import { expect, test } from "vitest";
import { packageTarget } from "./package-targets.ts";

const CONDITIONS = new Set(["node", "import"]);

test.each([
  [{ "#a": "./a.js" }, "#a", "./a.js"],
  [{ "#a": "./a.js" }, "#b", undefined],
  [{ "#a/*": "./lib/*.js" }, "#a/b/c", "./lib/b/c.js"],
  [{ "#a/*": "./lib/*/*.js" }, "#a/b", "./lib/b/b.js"],
  [{ "#a/*.js": "./js/*.js", "#a/*": "./other/*" }, "#a/b.js", "./js/b.js"],
  [{ "#*": "./all/*", "#a/*": "./a/*" }, "#a/b", "./a/b"],
  [{ "#a/*": "./a/*", "#a/private/*": null }, "#a/private/b", undefined],
  [{ "#a/*": "./a/*", "#a/b": "./exact.js" }, "#a/b", "./exact.js"],
  [{ "#a": { require: "./no.cjs", node: { browser: "./no.js", import: "./yes.js" } } }, "#a", "./yes.js"],
  [{ "#a": { default: "./first.js", node: "./second.js" } }, "#a", "./first.js"],
  [{ "#a": [{ browser: "./no.js" }, "./second.js"] }, "#a", "./second.js"],
  [{ "#a": "package/sub" }, "#a", "package/sub"],
  ["./main.js", ".", "./main.js"],
  ["./main.js", "./sub", undefined],
  [{ import: "./main.mjs", require: "./main.cjs" }, ".", "./main.mjs"],
  [{ ".": "./main.js", "./sub/*": "./src/*.js" }, "./sub/x", "./src/x.js"],
  [undefined, ".", undefined],
  [null, "#a", undefined],
])("in %j, %s leads to %j", (map, key, target) => {
  expect(packageTarget(map, key, CONDITIONS)).toBe(target);
});
