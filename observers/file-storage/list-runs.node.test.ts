import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { listRuns } from "./list-runs.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-list-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("numbers of any size come in their order, equal ones by how they are written, names after them", () => {
  const ordered = [
    "0",
    "007",
    "7",
    "10",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "1785542400123456789",
    "123456789012345678901234567890",
    "-5",
    "1e3",
    "a",
  ];
  for (const id of ordered.toReversed()) mkdirSync(join(folder, id));
  expect(listRuns(folder)).toEqual(ordered);
});
