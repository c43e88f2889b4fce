import { afterAll, describe, expect, test } from "vitest";
import { noteOwnAddress } from "../workers/own-address.ts";
import { withoutOwnFrames } from "./own-frames.ts";

const SPECIFIER = "sacred-ts/standalone";

describe("frames of the package are left out of what is shown", () => {
  afterAll(() => noteOwnAddress(SPECIFIER, "about:blank"));

  test.each([
    ["in its folder", "http://localhost/node_modules/sacred-ts/dist/browser/chunks/core.js"],
    ["at an address with a version", "https://cdn.example/sacred-ts@0.1.0/dist/browser/standalone.js"],
    ["as Vite serves it for development", "http://localhost:5173/node_modules/.vite/deps/sacred-ts.js?v=1f"],
    ["as its source maps name it", "http://localhost/node_modules/sacred-ts/core/run/lifecycle.ts"],
    ["in one file under another name", "http://localhost/lib/experiments.js"],
  ])("%s", (_where, address) => {
    noteOwnAddress(SPECIFIER, "http://localhost/lib/experiments.js");
    const trace = ["Stack (most recent call first):\n", `  at fail (http://localhost/svm.ts:3:9)\n`, "Error: no\n"];
    const own = [`  at Run.go (${address}:1:2000)\n`, `  go@${address}:1:2000\n`];
    expect(withoutOwnFrames([...trace.slice(0, 2), ...own, ...trace.slice(2)])).toEqual(trace);
  });

  test("but for a failure that has no others", () => {
    const trace = [
      "  at go (http://localhost/node_modules/sacred-ts/dist/browser/chunks/core.js:1:2)\n",
      "Error: no\n",
    ];
    expect(withoutOwnFrames(trace)).toEqual(trace);
  });

  test("a user's file of a similar name stays", () => {
    const trace = [
      "  at go (http://localhost/my-sacred-ts/dist/a.js:1:2)\n",
      "  at b (http://localhost/standalone.js:1:2)\n",
    ];
    expect(withoutOwnFrames(trace)).toEqual(trace);
  });
});
