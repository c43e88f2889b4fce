import { expect, test } from "vitest";
import { listenToConsole } from "../capture/patched-console.ts";
import { Experiment } from "../index.ts";
import { runWasi } from "./index.ts";

const program = (name: string): URL => new URL(`./programs/${name}.wasm`, import.meta.url);

test("captures hear exactly what a program prints within a run, as it prints it", async () => {
  const heard: string[] = [];
  const stop = listenToConsole((text) => heard.push(text));
  const ex = new Experiment("printing", { interactive: true });
  ex.main({ name: "main" }, async () => {
    const invoke = ({ twice }: WebAssembly.Exports): unknown => {
      const before = heard.length;
      if (typeof twice === "function") twice(1);
      return heard.slice(before);
    };
    const { value } = await runWasi(program("library"), { invoke });
    await runWasi(program("survey"), { files: { data: { "numbers.txt": "1" } } });
    return value;
  });
  const run = await ex.run({ options: { loglevel: "CRITICAL", capture: "no" } }).finally(stop);
  // A library's call blocks the thread: it was heard before that had ended.
  expect(run.result).toEqual(["twice 1, started 1"]);
  const text = heard.join("");
  expect(text).toContain("twice 1, started 1argument 0: survey\nLEVEL: not set\ncafé\n");
  expect(text).toContain("sum is 1\nno break");
  expect(text.split("\n").at(-1)).toMatch(/done$|no break$/);
});
