import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Dict } from "../../core/values.ts";
import { readConfigFile } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-yaml-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string): Dict {
  const file = join(folder, "c.yaml");
  writeFileSync(file, content);
  return readConfigFile(file).config;
}

test("tens of thousands of keys, anchors and merges are read one after the other, not each with all before it", () => {
  const keys = Array.from({ length: 60_000 }, (_, index) => `key${index}: ${index}\n`);
  expect(Object.keys(read(keys.join("")))).toHaveLength(60_000);
  const anchors = Array.from(
    { length: 30_000 },
    (_, index) => `a${index}: &x${index} {v: ${index}}\nb${index}: *x${index}\n`,
  );
  expect(read(anchors.join(""))["b29999"]).toEqual({ v: 29_999 });
  const merges = Array.from({ length: 10_000 }, (_, index) => `m${index}: {<<: *base, own: ${index}}\n`);
  expect(read(`base: &base {a: 1}\n${merges.join("")}`)["m9999"]).toEqual({ a: 1, own: 9999 });
}, 60_000);

test.each([
  ["a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", 5, 3, "c"],
  ["a: {b: 1, 'b': 2}\n", 1, 11, "b"],
  ["- {a: 1}\n- {1: x, 2: y, 1: z}\n", 2, 16, "1"],
  ["? [1, 2]\n: a\nx: 1\nx: 2\n", 4, 1, "x"],
])("%j has a key twice", (text, line, column, key) => {
  expect(() => read(text)).toThrow(`(line ${line}, column ${column}): the key "${key}" occurs twice.`);
});

test("an anchor may be used any number of times, be set again, and stand for a key or a leaf", () => {
  const uses = Array.from({ length: 200 }, (_, index) => `u${index}: *one\n`).join("");
  expect(read(`a: &one {x: 1}\n${uses}`)["u199"]).toEqual({ x: 1 });
  expect(read("a: &n 1\nb: *n\nc: &n 2\nd: *n\ne: &list [1]\nf: [*list, *n]\n")).toEqual({
    a: 1,
    b: 1,
    c: 2,
    d: 2,
    e: [1],
    f: [[1], 2],
  });
  expect(read("a: &name width\n*name : 3\n")).toEqual({ a: "width", width: 3 });
  expect(() => read("a: *later\nb: &later 1\n")).toThrow(/line 1, column 4/);
});

test("merges fill in what isn't there, the first source first, and own entries win wherever they stand", () => {
  expect(
    read(
      "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {b: 0, <<: [*x, *y], c: 3}\nw: {<<: *y, <<: *x}\nq: {<<: {a: 5}, b: 1}\n",
    ),
  ).toMatchObject({ z: { a: 1, b: 0, c: 3 }, w: { a: 1, b: 2, c: 2 }, q: { a: 5, b: 1 } });
  expect(() => read("a: {<<: 5}\n")).toThrow(/line 1, column 5[^]*merged/);
});

test("the collections of YAML 1.1, and keys that are no texts", () => {
  expect(
    read("s: !!set {a, b}\no: !!omap [x: 1, y: 2]\np: !!pairs [x: 1, x: 2]\nd: 2024-01-02\nb: !!binary AAEC\n"),
  ).toEqual({
    s: ["a", "b"],
    o: { x: 1, y: 2 },
    p: [{ x: 1 }, { x: 2 }],
    d: "2024-01-02T00:00:00.000Z",
    b: [0, 1, 2],
  });
  expect(read("1: one\n2.5: two\ntrue: three\n~: four\n")).toEqual({ 1: "one", 2.5: "two", true: "three", "": "four" });
});
