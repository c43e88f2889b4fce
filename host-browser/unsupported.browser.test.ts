import { expect, test } from "vitest";
import { experiment, SacredError, UnsupportedError } from "./index.ts";

// What a browser can't do is an error that names the way out.

const make = (): ReturnType<typeof experiment> => {
  const ex = experiment("limits").config({ a: 1 });
  ex.main(() => undefined);
  return ex;
};
const quiet = { loglevel: "CRITICAL" };
const caught = async (act: () => unknown): Promise<unknown> => {
  try {
    return await act();
  } catch (error) {
    return error;
  }
};

test.each<[what: string, act: () => unknown, way: RegExp]>([
  ["the capture mode fd", () => make().run({ options: { ...quiet, capture: "fd" } }), /"sys".*runWasi/],
  ["the option -F", () => make().run({ options: { ...quiet, "--file_storage": "runs" } }), /IndexedDbObserver/],
  ["the option -D", () => make().run({ options: { ...quiet, "--pdb": true } }), /developer tools/],
  ["a configuration file", () => make().addConfig("conf.yaml"), /addConfig\(dictionary\)/],
  ["a named config's file", () => make().addNamedConfig("fast", "fast.json"), /addConfig\(dictionary\)/],
  ["save_config", () => make().run({ commandName: "save_config", options: quiet }), /print_config/],
  ["opening a resource", () => openInRun(), /fetch/],
])("%s is refused, with what to use instead", async (_what, act, way) => {
  const error = await caught(act);
  expect(error).toBeInstanceOf(UnsupportedError);
  expect(String(error)).toMatch(way);
});

function openInRun(): Promise<unknown> {
  const ex = make();
  ex.main(() => ex.openResource("data.csv"));
  return ex.run({ options: quiet });
}

test("a clean repository can't be enforced: a browser has no git", async () => {
  const error = await caught(() => make().run({ options: { ...quiet, enforce_clean: true } }));
  expect(error).toBeInstanceOf(SacredError);
  expect(String(error)).toMatch(/No version control.*browsers have none/);
});
