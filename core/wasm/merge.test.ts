import fc from "fast-check";
import { expect, test } from "vitest";
import { type Dict, isDict, type Value } from "../values.ts";
import { assignFixed, revealFixed } from "./merge.ts";
import { type ChangeMarks, cohere, updateAdd, updateFrom } from "./summary.ts";
import { checkKeys, distributeUpdates } from "./updates.ts";

const key = fc
  .oneof(fc.constantFrom("a", "b", "c", "\ud800", "é", ""), fc.string({ maxLength: 4 }))
  .filter((name) => name !== "__proto__");
const leaf = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    false,
    Number.NaN,
    Infinity,
    -Infinity,
    -0,
    3e9,
    "\udc00lone",
    "",
    12345678901234567890n,
  ),
  fc.integer(),
  fc.string({ maxLength: 5 }),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));
const dict = fc.dictionary(key, value, { maxKeys: 4 });

function leaves(tree: Value, path: string = "", found: Map<string, Value> = new Map()): Map<string, Value> {
  if (!isDict(tree)) return found.set(path, tree);
  for (const [name, inner] of Object.entries(tree)) leaves(inner, `${path}/${name}`, found);
  return found;
}

test("what is fixed always wins, whatever is assigned", () => {
  fc.assert(
    fc.property(dict, dict, (assigned, fixed) => {
      const merged = assignFixed(undefined, assigned, fixed).value;
      const revealed = leaves(revealFixed(isDict(merged) ? merged : {}, fixed).value);
      const lost = [...leaves(fixed)].filter(
        ([path, wanted]) => revealed.has(path) && !Object.is(revealed.get(path), wanted),
      );
      expect(lost).toEqual([]);
    }),
  );
});

test("what is free comes back untouched, by identity", () => {
  fc.assert(
    fc.property(dict, (assigned) => {
      const { value: merged, modified } = assignFixed(undefined, assigned, {});
      expect(merged).toEqual(assigned);
      for (const name of Object.keys(assigned))
        expect(isDict(merged) && Object.is(merged[name], assigned[name])).toBe(true);
      expect(modified).toEqual([]);
    }),
  );
});

test("merging again changes nothing", () => {
  fc.assert(
    fc.property(dict, dict, (assigned, fixed) => {
      const once = assignFixed(undefined, assigned, fixed).value;
      expect(assignFixed(once, assigned, fixed).value).toEqual(once);
      const revealed = revealFixed(isDict(once) ? once : {}, fixed).value;
      expect(revealFixed(isDict(revealed) ? revealed : {}, fixed)).toEqual({ value: revealed, added: [] });
    }),
  );
});

test("the same request gives the same answer", () => {
  fc.assert(
    fc.property(dict, dict, (assigned, fixed) => {
      expect(assignFixed(undefined, assigned, fixed)).toEqual(assignFixed(undefined, assigned, fixed));
    }),
  );
});

test("a key `__proto__` is an entry like any other and reaches no prototype", () => {
  const evil: Dict = JSON.parse('{ "__proto__": { "polluted": 1 }, "a": 1 }');
  const { value: merged } = assignFixed(undefined, evil, JSON.parse('{ "__proto__": { "polluted": 2 } }'));
  expect(isDict(merged) && Object.hasOwn(merged, "__proto__")).toBe(true);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("10,000 entries and a nesting at the limit are merged; beyond it is a clear error", () => {
  const many: Dict = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
  expect(assignFixed(undefined, many, { k5: -1, new: 1 })).toMatchObject({
    value: { k5: -1, k9999: 9999 },
    modified: ["", "k5"],
  });
  const nest = (depth: number): Dict => (depth === 0 ? { leaf: 1 } : { n: nest(depth - 1) });
  expect(assignFixed(undefined, nest(254), nest(254)).modified).toEqual([]);
  expect(() => assignFixed(undefined, nest(300), nest(300))).toThrow("256 levels");
});

test("many calls neither leak nor poison", () => {
  for (let i = 0; i < 20_000; i++) assignFixed(undefined, { a: { b: i } }, { a: { b: 1, c: "x" } });
  expect(assignFixed(undefined, { a: 1 }, { a: 2 })).toMatchObject({ value: { a: 2 }, modified: ["", "a"] });
});

test("updates go to the ingredient with the longest path", () => {
  const updates = { "a.b.c": 1, a: { b: { d: 2 }, x: 3 }, "a.bc": 4, y: 5 };
  expect(Object.fromEntries(distributeUpdates(updates, ["", "a", "a.b"]))).toEqual({
    "": { y: 5 },
    a: { x: 3, bc: 4 },
    "a.b": { c: 1, d: 2 },
  });
  expect(() => distributeUpdates({ a: 1, "a.b": 2 }, [""])).toThrow("a.b");
});

test("every offending key is found, with its path, inside lists, too", () => {
  const found = checkKeys({ ok: [{ "a.b": 1 }], $x: { "c=d": 2, "py/object": 3 } }, 11);
  expect(found.map(({ path, rule }) => [path, rule])).toEqual([
    ["ok.0.a.b", "MONGO"],
    ["$x", "MONGO"],
    ["$x.c=d", "EQUALS"],
    ["$x.py/object", "JSONPICKLE"],
  ]);
  expect(checkKeys({ "": 1 }, 0)[0]?.rule).toBe("EMPTY");
});

const marks = (added: string[], modified: string[], typechanged: string[]): ChangeMarks => ({
  added: new Set(added),
  modified: new Set(modified),
  typechanged: new Map(typechanged.map((path) => [path, ["number", "string"] as const])),
});

test("parents of changes are modified, and a path is in one set at most", () => {
  fc.assert(
    fc.property(
      ...([0, 1, 2].map(() => fc.array(fc.constantFrom("a", "a.b", "a.b.c", "d.e", "f"))) as [never, never, never]),
      (added: string[], modified: string[], typechanged: string[]) => {
        const all = marks(added, modified, typechanged);
        cohere(all);
        for (const path of [...added, ...modified, ...typechanged]) {
          const parents = path.split(".").map((_, i, parts) => parts.slice(0, i + 1).join("."));
          for (const parent of parents) {
            const homes = [all.added.has(parent), all.modified.has(parent), all.typechanged.has(parent)];
            expect(homes.filter(Boolean).length).toBe(1);
          }
        }
        expect([...all.typechanged.keys()].sort()).toEqual([...new Set(typechanged)].sort());
      },
    ),
  );
});

test("from scope to scope an addition stays only if nobody sets it; ingredients add theirs", () => {
  const target = marks(["a", "b"], [], []);
  updateFrom(target, marks(["a"], ["c"], []));
  expect([[...target.added], [...target.modified]]).toEqual([["a"], ["c"]]);
  updateAdd(target, marks(["x"], [], ["y.z"]), "dataset");
  expect([...target.added].sort()).toEqual(["a", "dataset.x"]);
  expect([...target.typechanged.keys()]).toEqual(["dataset.y.z"]);
  expect([...target.modified].sort()).toEqual(["c", "dataset", "dataset.y"]);
});
