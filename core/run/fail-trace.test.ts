import { expect, test } from "vitest";
import { failTrace, failureHeader } from "./fail-trace.ts";

function thrown(message: string, stack: string, cause?: unknown): Error {
  const error = new RangeError(message, { cause });
  error.stack = stack;
  return error;
}

const V8 = `RangeError: no such kernel
no, really
    at train (http://here/svm.js:3:9)
    at http://here/svm.js:7:1`;
const FIREFOX = "train@http://here/svm.js:3:9\n@http://here/svm.js:7:1\n";

test.each([
  ["V8", V8, ["at train (http://here/svm.js:3:9)", "at http://here/svm.js:7:1"]],
  ["Firefox and Safari", FIREFOX, ["train@http://here/svm.js:3:9", "@http://here/svm.js:7:1"]],
])("a trace has the frames of %s, and then what was thrown", (_engine, stack, frames) => {
  expect(failTrace(thrown("no such kernel\nno, really", stack))).toEqual([
    "Stack (most recent call first):\n",
    ...frames.map((frame) => `  ${frame}\n`),
    "RangeError: no such kernel\nno, really\n",
  ]);
});

test("causes follow, each once", () => {
  const inner = thrown("inner", "");
  inner.cause = inner;
  expect(failTrace(thrown("outer", "", inner))).toEqual([
    "Stack (most recent call first):\n",
    "RangeError: outer\n",
    "Caused by:\n",
    "Stack (most recent call first):\n",
    "RangeError: inner\n",
  ]);
});

test.each<[string, unknown, string]>([
  ["an error", thrown("outer", V8), "RangeError: outer\n"],
  ["an error with a cause", thrown("outer", V8, thrown("inner", FIREFOX)), "RangeError: outer\n"],
  ["what is no error", 7, "number: 7\n"],
])("the header of %s is what was thrown itself", (_what, error, header) => {
  expect(failureHeader(failTrace(error))).toBe(header);
});
