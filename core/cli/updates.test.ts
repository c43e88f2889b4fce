import { expect, test } from "vitest";
import { splitUpdates } from "./updates.ts";

const BIG = "12345678901234567891";

test("an integer that a double can't hold becomes text whatever stands around it, and its entry is told", () => {
  const { configUpdates, warnings } = splitUpdates([
    `a=${BIG}`,
    `b={x: [1, -${BIG}]}`,
    `c={"x": 0x20000000000001}`,
    "d={x: +0x20000000000001 /* it's hexadecimal */}",
    `e={x: "${BIG}", y: 'it\\'s ${BIG}', z: 1e22}`,
  ]);
  expect(configUpdates).toEqual({
    a: BIG,
    b: { x: [1, `-${BIG}`] },
    c: { x: "9007199254740993" },
    d: { x: "9007199254740993" },
    e: { x: BIG, y: `it's ${BIG}`, z: 1e22 },
  });
  expect(warnings.map((text) => /"(.*?)" holds an integer/.exec(text)?.[1])).toEqual(["a", "b", "c", "d"]);
});

test("a seed is no such entry, whatever it is the seed of", () => {
  expect(splitUpdates([`seed=${BIG}`, "a=9007199254740992", `data.seed=${BIG}`]).warnings).toEqual([]);
  expect(splitUpdates([`data.seeds=${BIG}`]).warnings).toHaveLength(1);
});
