import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ObserverError } from "../../core/errors/index.ts";
import { decoded, joined, piecesOf, sizeOf } from "./pieces.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-pieces-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("characters that lie across two pieces are read whole, a byte order mark stays", () => {
  const path = join(folder, "text");
  const text = `\ufeff${"aä€𝄞".repeat(100_000)}`;
  writeFileSync(path, text);
  expect([...piecesOf(path)].length).toBeGreaterThan(1);
  expect(joined(decoded(piecesOf(path)), path, "")).toBe(text);
});

test("a part of a file is read from one byte to another, as far as the file goes", () => {
  const path = join(folder, "part");
  writeFileSync(path, "0123456789");
  const part = (from: number, to?: number): string => joined(decoded(piecesOf(path, from, to)), path, "");
  expect([part(2, 5), part(8), part(8, 100), part(20)]).toEqual(["234", "89", "89", ""]);
  expect([sizeOf(path), sizeOf(join(folder, "nowhere"))]).toEqual([10, undefined]);
});

test("what is longer than a text can be is an error that says where it is and what to do", () => {
  const half = "x".repeat(2 ** 28);
  expect(() => joined([half, half], "runs/1/cout.txt", "read it piece by piece")).toThrow(
    new ObserverError("runs/1/cout.txt holds more than fits into one text (2^29 characters): read it piece by piece."),
  );
});
