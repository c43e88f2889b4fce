import { expect, test } from "vitest";
import { normalizeValue } from "../config/normalize.ts";
import { ConfigValueError } from "../errors/index.ts";
import { pythonJson } from "../record/python-json.ts";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { shared, sparse } from "../../tests/support/strange-values.ts";
import { findExcess } from "./extent.ts";

test("what fits has no excess, however often its parts are shared", () => {
  expect(findExcess({ a: shared(20), b: [1, { c: null }] }, 900)).toEqual([]);
});

test.each([
  ["a list of holes", sparse, ["data"]],
  ["a graph whose shared parts are written out", shared(26), ["data", "0", "0"]],
])("%s is too much for a configuration, and the entry is named", (_what, value, path) => {
  expect(() => normalizeValue({ data: value, other: 1 }, "")).toThrow(ConfigValueError);
  expect(() => normalizeValue({ data: value, other: 1 }, "")).toThrow(
    new RegExp(`Entry "${path.join("\\.")}[.0]*" of the configuration stands for more than 10,000,000 values`),
  );
});

test("two million values are no excess", () => {
  const values = Array.from({ length: 2_000_000 }, (_, index) => index);
  expect(normalizeValue(values, "data")).toHaveLength(2_000_000);
});

test("what is too much is left out of a stored file, and noted where it would stand", () => {
  const stored = JSON.parse(pythonJson({ before: 1, list: sparse, graph: shared(26), after: [2] }));
  expect(stored).toMatchObject({ before: 1, list: "[left out: stands for more than 10,000,000 values]", after: [2] });
  expect(JSON.stringify(stored.graph)).toContain("left out");
});

test("a file with many values that fit is written whole", () => {
  const values = Array.from({ length: 1_500_000 }, () => 1);
  expect(JSON.parse(pythonJson({ values })).values).toHaveLength(1_500_000);
});

const pairs = (levels: number): unknown => {
  let value: unknown = { left: 1, right: 2 };
  for (let level = 0; level < levels; level++) value = { left: value, right: value };
  return value;
};

test.each([
  ["an entry", () => ({ graph: pairs(26) })],
  [
    "a computed entry",
    () => ({
      get graph() {
        return pairs(26);
      },
    }),
  ],
  [
    "a dictionary inside",
    () => ({
      graph: {
        of: {
          get parts() {
            return new Map([["all", pairs(26)]]);
          },
        },
      },
    }),
  ],
  ["a list", () => ({ graph: [pairs(26)] })],
  ["a typed array", () => ({ graph: new Uint8Array(2e7) })],
])("too many values of %s of a scope are refused by the entry's name", async (_what, scope) => {
  const ex = new (sacredInMemory().Experiment)("large");
  ex.config(scope());
  ex.main(() => 1);
  await expect(ex.resolveConfig()).rejects.toThrow(/Entry "graph[^"]*" of the configuration stands for more than/);
});

test("getters of an info dictionary aren't run to find out how much it is", () => {
  let runs = 0;
  expect(
    findExcess(
      {
        get lazy() {
          return runs++;
        },
      },
      900,
    ),
  ).toEqual([]);
  expect(runs).toBe(0);
});
