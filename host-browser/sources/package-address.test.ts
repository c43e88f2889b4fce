import { expect, test } from "vitest";
import { packageAt } from "./package-address.ts";

const site = (path: string): string => `https://a.invalid${path}`;

test.each([
  ["/npm/@scope/name@1.2.3/dist/index.js", "@scope/name==1.2.3"],
  ["/name@1.2.3", "name==1.2.3"],
  ["/node_modules/@scope/name/index.js", "@scope/name==<unknown>"],
  // Vite's names of what it has prepared
  ["/node_modules/.vite/deps/@scope_name_file.js?v=1", "@scope/name==<unknown>"],
  ["/node_modules/.vite/deps/chart__js.js?v=1", "chart.js==<unknown>"],
  ["/node_modules/.vite/deps/a___name_file__mjs.js?v=1", "a_name==<unknown>"],
])("%s belongs to the package %s", async (path, name) => {
  expect(await packageAt(site(path))).toBe(name);
});

test("a file of the page's own belongs to none", async () => {
  expect(await packageAt(site("/src/index.js"))).toBeUndefined();
});
