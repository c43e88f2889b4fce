import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linksOf } from "./links-of.ts";
import { sourceFile } from "./source-file.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-source-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a file is read once, until it changes", async () => {
  const path = join(folder, "a.mjs");
  writeFileSync(path, 'import "x";');
  const [first, second] = await Promise.all([sourceFile(path), sourceFile(path)]);
  expect(first).toBeDefined();
  expect(second).toBe(first);
  expect(await sourceFile(path)).toBe(first);
  writeFileSync(path, 'import "y"; // longer');
  const changed = await sourceFile(path);
  expect(changed && linksOf(changed).imports).toEqual(["y"]);
  expect(changed?.digest).not.toBe(first?.digest);
});

test("MD5 is that of the bytes", async () => {
  const path = join(folder, "bytes.bin");
  writeFileSync(path, "a");
  const file = await sourceFile(path);
  expect(file?.digest).toBe("0cc175b9c0f1b6a831c399e269772661");
  expect(file && linksOf(file).imports).toEqual([]);
});

test("a folder and a missing file are no source files", async () => {
  expect(await sourceFile(folder)).toBeUndefined();
  expect(await sourceFile(join(folder, "missing.mjs"))).toBeUndefined();
});
