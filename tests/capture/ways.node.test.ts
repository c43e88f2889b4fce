import { expect, test } from "vitest";
import { isMissing, runOn, TARGETS } from "./run-on.ts";

const BEFORE = "before\nbefore, in C\n";
const AFTER = "after\nafter, by a child\n";

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

for (const target of TARGETS) {
  test.skipIf(isMissing(target))(`every way of writing is shown and captured once (${target})`, async () => {
    const { shown, answer, code } = await runOn(target, "ways.mjs");
    const { ways, capturedOut } = JSON.parse(answer) as { ways: string[]; capturedOut: string };
    expect(code).toBe(0);
    expect(ways.length).toBeGreaterThan(22);
    for (const way of ways) expect([way, count(capturedOut, `<${way}>`)]).toEqual([way, 1]);
    expect(capturedOut).toContain("<utf-8> grüße 😀 ☃\n");
    expect(capturedOut).toContain("<split-utf-8> 😀\n");
    expect(capturedOut).toContain("10 %\r20 %\r<returns>\n");
    expect(capturedOut).not.toMatch(/before|after/);
    const arrived = target === "null" ? "" : BEFORE + capturedOut + AFTER;
    // Of two targets the order is lost, and nothing else.
    const comparable = (text: string): string => (target === "split" ? Array.from(text).sort().join("") : text);
    expect(comparable(shown)).toBe(comparable(arrived));
  });
}
