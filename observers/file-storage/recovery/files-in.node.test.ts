import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesIn } from "./files-in.ts";

test("a folder is looked through once, however many runs ask", () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-files-in-"));
  try {
    for (const name of ["a.json", "b.json", "other"]) writeFileSync(join(folder, name), "");
    const read: string[] = [];
    const files = filesIn(
      (name) => name.endsWith(".json"),
      (path) => {
        read.push(path);
        return path.endsWith("a.json") ? path : undefined;
      },
    );
    const found = Array.from({ length: 3 }, () => files(folder));
    expect(found).toEqual(Array.from({ length: 3 }, () => [join(folder, "a.json")]));
    expect(read).toHaveLength(2);
    expect(files(join(folder, "gone"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
