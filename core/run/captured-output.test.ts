import fc from "fast-check";
import { expect, test } from "vitest";
import type { OutputCapture } from "../host.ts";
import { type CapturedOutFilter, CapturedOutput } from "./captured-output.ts";
import { applyBackspacesAndLinefeeds, type OutputIncrement } from "./terminal-text.ts";

const printed = fc
  .array(fc.constantFrom("a", "b", "\r", "\n", "\b", "é", "😀"), { maxLength: 30 })
  .map((parts) => parts.join(""));

test.each([
  ["no filter", undefined, (text: string): string => text],
  ["the stock filter", applyBackspacesAndLinefeeds, applyBackspacesAndLinefeeds],
])("captured output with %s: increments add up to the text that can be read back", (_name, filter, expected) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(printed, fc.boolean())), (pieces) => {
      const capture = new KeptPieces();
      const output = capturedOutput(filter, capture);
      let text = "";
      const beat = (): void => {
        for (const increment of output.increments()) text = text.slice(0, increment.offset) + increment.text;
      };
      for (const [piece, take] of pieces) {
        capture.print(piece);
        if (take) beat();
      }
      beat();
      expect(text).toBe(expected(pieces.map(([piece]) => piece).join("")));
      expect(output.text).toBe(text);
      output.end(undefined);
      expect(output.text).toBe(text);
    }),
  );
});

test("a filter of one's own is given the whole text", () => {
  const capture = new KeptPieces();
  const output = capturedOutput((text) => text.toUpperCase(), capture);
  capture.print("ab");
  expect(send(output)).toEqual([{ offset: 0, text: "AB" }]);
  capture.print("c");
  expect(output.text).toBe("ABC");
  expect(send(output)).toEqual([{ offset: 0, text: "ABC" }]);
  expect(send(output)).toEqual([{ offset: 3, text: "" }]);
});

test("a filter that throws is not used any more, and nothing is lost", () => {
  const capture = new KeptPieces();
  const warnings: string[] = [];
  const broken = (): never => {
    throw new Error("no");
  };
  const output = capturedOutput(broken, capture, warnings);
  for (const piece of ["ab", "c"]) {
    capture.print(piece);
    send(output);
  }
  expect(output.text).toBe("abc");
  expect(warnings).toEqual(["The filter of the captured output failed and is not used any more: Error: no"]);
});

test("long output is read back from what an observer has stored, or else from the capture, which is kept", () => {
  const long = "x".repeat(100_000);
  const [stored, kept] = [new KeptPieces(), new KeptPieces()];
  const outputs = [stored, kept].map((capture) => {
    capture.print(long);
    const output = capturedOutput(undefined, capture);
    send(output);
    return output;
  });
  outputs[0]?.end(() => "as stored");
  outputs[1]?.end(undefined);
  expect([outputs[0]?.text, stored.isKept]).toEqual(["as stored", false]);
  expect([outputs[1]?.text, kept.isKept]).toEqual([long, true]);
});

/** A capture that keeps what was printed, piece by piece. */
class KeptPieces implements OutputCapture {
  readonly note: undefined;
  readonly #pieces: string[] = [];
  #next: number = 0;
  isKept: boolean | undefined;

  print(text: string): void {
    this.#pieces.push(text);
  }

  get size(): number {
    return new TextEncoder().encode(this.#pieces.join("")).length;
  }

  *news(): Generator<string> {
    while (this.#next < this.#pieces.length) yield this.#pieces[this.#next++] ?? "";
  }

  whole(): Iterable<string> {
    return this.#pieces;
  }

  stop(): void {}

  release(keep: boolean): void {
    this.isKept = keep;
  }
}

function capturedOutput(
  filter: CapturedOutFilter | undefined,
  capture: OutputCapture,
  warnings: string[] = [],
): CapturedOutput {
  const output = new CapturedOutput(() => filter, { warning: (text) => void warnings.push(String(text)) });
  output.begin(capture);
  return output;
}

/** What a heartbeat takes along. */
function send(output: CapturedOutput): OutputIncrement[] {
  return [...output.increments()];
}
