import fc from "fast-check";
import { expect, test } from "vitest";
import { CapturedOutput } from "./captured-output.ts";
import { applyBackspacesAndLinefeeds, TerminalText } from "./terminal-text.ts";

const printed = fc
  .array(fc.constantFrom("a", "b", "\r", "\n", "\b", "é", "😀"), { maxLength: 30 })
  .map((parts) => parts.join(""));

test("carriage returns and backspaces overwrite", () => {
  expect(applyBackspacesAndLinefeeds("10%\r20%\r30%\nab\bc\n")).toBe("30%\nac\n");
  expect(applyBackspacesAndLinefeeds("abc\r")).toBe("abc\r");
});

test("the increments of any pieces give the same text as the whole", () => {
  fc.assert(
    fc.property(fc.array(printed), (pieces) => {
      const screen = new TerminalText();
      let text = "";
      for (const piece of pieces) {
        screen.push(piece);
        const increment = screen.take();
        text = text.slice(0, increment.offset) + increment.text;
      }
      expect(text).toBe(applyBackspacesAndLinefeeds(pieces.join("")));
    }),
  );
});

test.each([
  ["no filter", undefined, (text: string): string => text],
  ["the stock filter", applyBackspacesAndLinefeeds, applyBackspacesAndLinefeeds],
])("captured output with %s: increments add up to the text that can be read back", (_name, filter, expected) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(printed, fc.boolean())), (pieces) => {
      const output = new CapturedOutput(filter);
      let text = "";
      for (const [piece, take] of pieces) {
        output.push(piece);
        if (!take) continue;
        const increment = output.takeIncrement();
        text = text.slice(0, increment.offset) + increment.text;
      }
      const last = output.takeIncrement();
      text = text.slice(0, last.offset) + last.text;
      expect(text).toBe(expected(pieces.map(([piece]) => piece).join("")));
      expect(output.text).toBe(text);
    }),
  );
});

test("a filter of one's own is given the whole text", () => {
  const output = new CapturedOutput((text) => text.toUpperCase());
  output.push("ab");
  expect(output.takeIncrement()).toEqual({ offset: 0, text: "AB" });
  output.push("c");
  expect(output.takeIncrement()).toEqual({ offset: 0, text: "ABC" });
});
