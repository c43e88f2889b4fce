import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { pythonJson } from "../../../core/record/python-json.ts";
import { storedPoints } from "./stored-points.ts";

const folder = mkdtempSync(join(tmpdir(), "sacred-points-"));
const path = join(folder, "metrics.json");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pointsOf(text: string): number {
  writeFileSync(path, text);
  return storedPoints(path);
}

test("as many points as its metrics have values are counted, whatever they are called and look like", () => {
  const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("values", '"values": [', "\\", "steps"));
  const value = fc.oneof(fc.double(), fc.constant(null), fc.constant([1, [2]]), fc.constant({ values: [1, 2] }), name);
  const metric = fc.record({ steps: fc.array(fc.nat()), timestamps: fc.array(fc.string()), values: fc.array(value) });
  fc.assert(
    fc.property(fc.dictionary(name, metric), fc.boolean(), (metrics, isDense) => {
      const text = pythonJson(metrics);
      const expected = Object.values(metrics).reduce((sum, { values }) => sum + values.length, 0);
      return pointsOf(isDense ? text.replaceAll(/\n */g, "") : text) === expected;
    }),
  );
});

test.each([
  ["what is cut", '{"loss": {"values": [1, 2'],
  ["what ends in a text", '{"loss": {"values": [1, 2]}, "a'],
  ["nothing", ""],
  ["values of no metric", '{"values": [1, 2], "a": {"b": {"values": [1]}}}'],
  ["a dictionary in the place of values", '{"loss": {"values": {"0": 1, "1": 2}}}'],
])("%s holds no points", (_what, text) => {
  expect(pointsOf(text)).toBe(0);
});

test("a file that isn't there holds no points", () => {
  expect(storedPoints(join(folder, "nowhere"))).toBe(0);
});
