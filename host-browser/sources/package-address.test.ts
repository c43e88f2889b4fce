import { expect, test } from "vitest";
import { packageAt } from "./package-address.ts";

const site = (path: string): string => `https://a.invalid${path}`;

test.each([
  ["/npm/@scope/name@1.2.3/dist/index.js", "@scope/name==1.2.3"],
  ["/name@1.2.3", "name==1.2.3"],
  ["/node_modules/@scope/name/index.js", "@scope/name==<unknown>"],
])("%s belongs to the package %s", async (path, name) => {
  expect(await packageAt(site(path), AbortSignal.abort())).toBe(name);
});

test("a file of the page's own belongs to none", async () => {
  expect(await packageAt(site("/src/index.js"), AbortSignal.abort())).toBeUndefined();
});
