import fc from "fast-check";
import { expect, test } from "vitest";
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
