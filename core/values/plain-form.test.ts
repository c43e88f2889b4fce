import { expect, test } from "vitest";
import { plainForm } from "./plain-form.ts";

test("typed arrays, sets and boxed values are what they hold", () => {
  expect(plainForm(new Float32Array([0.5, 1]))).toEqual([0.5, 1]);
  expect(plainForm(new BigInt64Array([1n, 2n ** 60n]))).toEqual([1n, 2n ** 60n]);
  expect(plainForm(new Set([1, "a"]))).toEqual([1, "a"]);
  expect(plainForm(Object("text"))).toBe("text");
});

test("a map is a dictionary if its keys can be texts, else its pairs", () => {
  const key = { id: 1 };
  expect(
    plainForm(
      new Map<unknown, unknown>([
        ["a", 1],
        [2, 3],
      ]),
    ),
  ).toEqual({ a: 1, "2": 3 });
  expect(plainForm(new Map([[key, 1]]))).toEqual([[key, 1]]);
  const alike = new Map<unknown, number>([
    [1, 2],
    ["1", 3],
  ]);
  expect(plainForm(alike)).toEqual([
    [1, 2],
    ["1", 3],
  ]);
  expect(Object.keys(plainForm(new Map([["__proto__", 1]])) as object)).toEqual(["__proto__"]);
});

test("objects say themselves what they are: tolist, toJSON, toArray", () => {
  class Numpyish {
    tolist(): number[][] {
      return [[1], [2]];
    }
    toJSON(): string {
      return "wrong";
    }
  }
  class Collection {
    toArray(): string[] {
      return ["x"];
    }
  }
  expect(plainForm(new Numpyish())).toEqual([[1], [2]]);
  expect(plainForm({ tolist: () => [3] })).toEqual([3]);
  expect(plainForm(new Collection())).toEqual(["x"]);
  expect(plainForm(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
  expect(plainForm(new URL("https://example.org/a"))).toBe("https://example.org/a");
});

test("an object whose toJSON gives itself ends", () => {
  const value = {
    a: 1,
    toJSON() {
      return this;
    },
  };
  expect(plainForm(value)).toMatchObject({ a: 1 });
});

test("iterators and streams aren't used up", () => {
  let asked = 0;
  const iterator = {
    next: () => ({ done: true, value: undefined }),
    toArray: () => ++asked,
  };
  expect(plainForm(iterator)).toBe(iterator);
  expect(asked).toBe(0);
});

test("dictionaries and unknown objects stay what they are", () => {
  const dictionary = { shape: [2], stride: [1], offset: 0, data: [1, 2] };
  class Point {
    x: number = 1;
  }
  const point = new Point();
  expect(plainForm(dictionary)).toBe(dictionary);
  expect(plainForm(point)).toBe(point);
});
