import { expect, test } from "vitest";
import { guardedRanges } from "./guarded-ranges.ts";

const guarded = (text: string): string[] => guardedRanges(text).map(([start, end]) => text.slice(start, end));

test.each([
  ["try { a() } catch { b() }", [" a() "]],
  ["try { a() } finally { b() }", []],
  ["try { try { a() } finally { b() } } /* so */ catch (e) { c() } finally { d() }", [" try { a() } finally { b() } "]],
  ["try { `${{ x: `}` }.x} {`; /}/.test('}') } catch {}", [" `${{ x: `}` }.x} {`; /}/.test('}') "]],
  ["x.try = { a }; x.catch(() => {})", []],
  ["if (a) { b } { c } try {d} catch {}", ["d"]],
])("%s", (text, blocks) => {
  expect(guarded(text)).toEqual(blocks);
});
