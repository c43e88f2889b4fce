import { expect, test } from "vitest";
import { runOn } from "./run-on.ts";

test("300 captures one after another, nested and overlapping ones: each is exact, nothing is left over", async () => {
  const { answer, shown } = await runOn("socket", "several.mjs");
  const { sequential, nested, nestedStreams, overlapping, before, after } = JSON.parse(answer) as Record<
    string,
    unknown
  >;
  const numbers = Array.from({ length: 300 }, (_, index) => `${index}\n`);
  expect(sequential).toEqual(numbers);
  // What a run inside of another one prints belongs to both: descriptors don't know who writes.
  expect(nested).toEqual(["outer 1\ninner\ninner child\nouter 2\n", "inner\ninner child\n"]);
  expect(nestedStreams).toEqual(["outer 1\nouter 2\n", "inner\n"]);
  expect(overlapping).toEqual([
    "0 begins\n1 begins\n0 ends\n",
    "1 begins\n0 ends\nbetween\n2 begins\n1 ends\n",
    "2 begins\n1 ends\n2 ends\n",
  ]);
  expect(shown).toBe(
    `${numbers.join("")}outer 1\ninner\ninner child\nouter 2\nouter 1\ninner\nouter 2\n0 begins\n1 begins\n0 ends\nbetween\n2 begins\n1 ends\n2 ends\n`,
  );
  expect(after).toEqual(before);
});
