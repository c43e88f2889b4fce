import { expect, test } from "vitest";
import { entropy } from "./entropy.ts";

test("entropy is 32 bits, and another word at each call", () => {
  const words = Array.from({ length: 1000 }, () => entropy());
  expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
  expect(new Set(words).size).toBeGreaterThan(990);
  // Each bit is set in about half of them.
  for (let bit = 0; bit < 32; bit++) {
    const set = words.filter((word) => (word >>> bit) & 1).length;
    expect(set).toBeGreaterThan(350);
    expect(set).toBeLessThan(650);
  }
});
