import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { applyBackspacesAndLinefeeds } from "../../../core/run/terminal-text.ts";
import { decoded, joined } from "../pieces.ts";
import { wholeOutput } from "./whole-output.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-output-"));
const [stored, path] = [join(folder, "cout.txt"), join(folder, "captured")];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function completed(storedText: string, capturedText: string): string | undefined {
  writeFileSync(stored, storedText);
  writeFileSync(path, capturedText);
  const whole = wholeOutput(stored, { path, offset: 0, lastWrite: 0 });
  return whole && joined(decoded(whole.bytes()), path, "");
}

test("a terminal's output goes on wherever its stored part ends, and wherever pieces do", () => {
  const character = fc.constantFrom("a", "ä", "𝄞", "\n", "\r", "\b", "x".repeat(40_000));
  fc.assert(
    fc.property(fc.array(character), fc.array(character), (before, after) => {
      const beginning = applyBackspacesAndLinefeeds(`${before.join("")}\rsettled\n`);
      const printed = `${before.join("")}\rsettled\n${after.join("")}`;
      const whole = completed(`${beginning}half`, printed);
      const expected = printed.startsWith(`${beginning}half`) ? printed : applyBackspacesAndLinefeeds(printed);
      return whole === expected;
    }),
  );
});

test("a line longer than anybody overwrites is settled as it is", () => {
  const line = "long".repeat(1 << 19);
  expect(completed("first\n…", `\rfirst\n${line}\rend\n`)?.length).toBeGreaterThanOrEqual(line.length);
});
