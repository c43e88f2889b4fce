import { afterEach, expect, test } from "vitest";
import { createSacred } from "../index.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";

const { random } = Math;
afterEach(() => {
  Math.random = random;
});

/** random.seed(42); random.random(), twice, in Python */
const DRAWS = [0.6394267984578837, 0.025010755222666936];

const ex = new (createSacred(memoryHost([])).Experiment)("demo");
ex.command("draw", () => [Math.random(), Math.random()]);
ex.command("replace", () => {
  Math.random = () => 0.5;
  return Math.random();
});
ex.command("wrap", () => {
  const inner = Math.random;
  Math.random = () => inner() / 2;
  return Math.random();
});

const resultOf = async (commandName: string): Promise<unknown> =>
  (await ex.run({ commandName, configUpdates: { seed: 42 }, options: { loglevel: "ERROR" } })).result;

test("what a run puts in the place of Math.random is what it draws", async () => {
  expect(await resultOf("replace")).toBe(0.5);
});

test("later runs are seeded, whatever an earlier one has left there", async () => {
  await resultOf("replace");
  expect(await resultOf("draw")).toEqual(DRAWS);
  expect(Math.random()).toBe(0.5);
});

test("and when the native one was put back behind it, as libraries that mock do", async () => {
  await resultOf("replace");
  Math.random = random;
  expect(await resultOf("draw")).toEqual(DRAWS);
  expect(Math.random).toBe(random);
});

test("a run that puts the native one back itself changes none after it", async () => {
  ex.command("restore", () => void (Math.random = random));
  await resultOf("restore");
  expect(await resultOf("draw")).toEqual(DRAWS);
});

test("a wrapper of an earlier run draws as it did, once, and goes on after later ones", async () => {
  await resultOf("wrap");
  const left = Math.random;
  expect(await resultOf("draw")).toEqual(DRAWS);
  expect(Math.random).toBe(left);
  for (let i = 0; i < 100; i++) expect(Math.random()).toBeLessThan(0.5);
});

test("what stood there before the first run is what is drawn outside of runs", async () => {
  Math.random = () => 0.25;
  const { finished } = ex.start({ commandName: "draw", options: { loglevel: "ERROR" } });
  await finished;
  expect(Math.random()).toBe(0.25);
});

test("where Math.random can't be replaced a warning says that it isn't seeded", async () => {
  const printed: string[] = [];
  const frozen = new (createSacred(memoryHost(printed)).Experiment)("demo");
  frozen.main(() => 1);
  Object.defineProperty(Math, "random", { value: random, writable: false });
  try {
    await frozen.run();
  } finally {
    Object.defineProperty(Math, "random", { value: random, writable: true });
  }
  expect(printed.join("\n")).toContain("Math.random isn't seeded");
});
