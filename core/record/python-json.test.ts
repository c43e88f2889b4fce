import { expect, test } from "vitest";
import { pythonJson } from "./python-json.ts";

test("keys are sorted by code points, two blanks indent, and characters beyond ASCII are escaped", () => {
  expect(pythonJson({ b: [1, [], {}], a: { "\u{1d4b3}": 1, ﬀ: "é\u2028\u007f" } })).toBe(
    '{\n  "a": {\n    "\\ufb00": "\\u00e9\\u2028\\u007f",\n    "\\ud835\\udcb3": 1\n  },\n  "b": [\n    1,\n    [],\n    {}\n  ]\n}',
  );
});

test("NaN and the infinities are bare, as Python writes them, and null in strict JSON", () => {
  expect(pythonJson([Number.NaN, Infinity, -Infinity])).toBe("[\n  NaN,\n  Infinity,\n  -Infinity\n]");
  expect(JSON.parse(pythonJson([Number.NaN, Infinity], { strict: true }))).toEqual([null, null]);
});

test("exponents have two digits", () => {
  expect(pythonJson([1e-7, 1e21, 1e-10])).toBe("[\n  1e-07,\n  1e+21,\n  1e-10\n]");
});

test("large integers have all their digits, as Python's int", () => {
  expect(pythonJson([2 ** 60, -(2 ** 60), 1e22])).toBe(
    "[\n  1152921504606846976,\n  -1152921504606846976,\n  1e+22\n]",
  );
});

test("what JSON can't say becomes what one expects", () => {
  const circle: { self?: object } = {};
  circle.self = circle;
  expect(
    JSON.parse(pythonJson({ map: new Map([["a", 1]]), set: new Set([1]), typed: new Float32Array([1, 2]), circle })),
  ).toEqual({
    circle: { self: "[Circular]" },
    map: { a: 1 },
    set: [1],
    typed: [1, 2],
  });
  expect(pythonJson({ fn: () => 1, nothing: undefined })).toBe("{}");
});

test("what can't be read is replaced by a text that says so, and the rest is stored", () => {
  const broken = {
    get entry(): never {
      throw new Error("not now");
    },
  };
  let deep: unknown = 0;
  for (let level = 0; level < 5000; level++) deep = [deep];
  const endless = { toJSON: () => ({ again: endless }) };
  const text = pythonJson({ broken, kept: 1, deep, endless, pattern: /a+/g });
  expect(JSON.parse(text)).toMatchObject({ broken: "[Error: not now]", kept: 1, endless: { again: "[Circular]" } });
  expect(text).toContain("[nested too deeply]");
  expect(JSON.parse(text)).toHaveProperty("pattern", "/a+/g");
});

test("what holds something that can't be read becomes a text, not an empty dictionary", () => {
  expect(pythonJson([new ArrayBuffer(3), new WeakMap(), Promise.resolve(1)])).toBe(
    '[\n  "[object ArrayBuffer]",\n  "[object WeakMap]",\n  "[object Promise]"\n]',
  );
});
