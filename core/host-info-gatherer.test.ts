import { expect, test } from "vitest";
import { gatherHostInfo } from "./gather-host-info.ts";
import { hostInfoGatherer } from "./host-info-gatherer.ts";
import { DefinitionError } from "./errors/index.ts";
import { sacredInMemory } from "../tests/support/memory-host.ts";

test("what is gathered is plain data; promises are awaited, undefined leaves an entry out", async () => {
  const info = await gatherHostInfo([
    hostInfoGatherer("late", () => Promise.resolve({ free: new Float64Array([1, 2]) })),
    hostInfoGatherer("absent", () => undefined),
    hostInfoGatherer("now", () => "x"),
  ]);
  expect(info).toEqual({ late: { free: [1, 2] }, now: "x" });
  expect(Object.keys(info)).toEqual(["late", "now"]);
});

test("all are asked at the same time", async () => {
  let release = (): void => undefined;
  const second = new Promise<void>((resolve) => (release = resolve));
  const info = await gatherHostInfo([
    hostInfoGatherer("first", () => second.then(() => 1)),
    hostInfoGatherer("second", () => {
      release();
      return 2;
    }),
  ]);
  expect(info).toEqual({ first: 1, second: 2 });
});

test("names that are taken are refused where they are given", async () => {
  const { experiment, getHostInfo } = sacredInMemory();
  const cpu = hostInfoGatherer("cpu", () => 1);
  const mine = hostInfoGatherer("mine", () => 1);
  expect(() => experiment("x", { additionalHostInfo: [cpu] })).toThrow(DefinitionError);
  expect(() => experiment("x", { additionalHostInfo: [mine, mine] })).toThrow('"mine" is already gathered');
  await expect(getHostInfo([cpu])).rejects.toThrow("call it something else than hostname, os,");
});
