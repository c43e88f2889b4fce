import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../tests/support/consumer.ts";
import { experiment } from "./index.ts";

const beside = `missing-${process.pid}.json`;
const folder = mkdtempSync(join(tmpdir(), "sacred-missing-"));
beforeAll(() => writeFileSync(join(import.meta.dirname, beside), "{}"));
afterAll(() => {
  rmSync(join(import.meta.dirname, beside));
  rmSync(folder, { recursive: true });
});

test("a configuration file that lies beside the module, not in the working folder, is named with what to write", () => {
  const ex = experiment("missing", { interactive: true });
  for (const add of [() => ex.addConfig(beside), () => ex.addNamedConfig("mine", beside)]) {
    expect(add).toThrow(`There is ${join("host-node", beside)}, though.`);
    expect(add).toThrow(`new URL("${beside}", import.meta.url) is beside a module`);
    expect(add).toThrow(`(${process.cwd()})`);
  }
  expect(() => ex.addConfig("nowhere.yaml")).toThrow('new URL("nowhere.yaml", import.meta.url)');
});

test("a misspelt name of a file finds the right one; a path that is no relative one isn't said to be", () => {
  mkdirSync(join(folder, "inner"));
  writeFileSync(join(folder, "inner", "conf.json"), "{}");
  const ex = experiment("missing", { interactive: true });
  const misspelt = (): unknown => ex.addConfig(join(folder, "inner", "cnof.json"));
  expect(misspelt).toThrow(`Did you mean "${join(folder, "inner", "conf.json")}"?`);
  expect(misspelt).not.toThrow("Relative names");
});

test("so does the command line, which also finds a file beside the program", async () => {
  const program = new Consumer({
    "sub/program.mjs":
      'import { experiment } from "sacred-ts";\nexperiment("e").config({ a: 1 }).automain(() => undefined);\n',
    "sub/conf.json": "{}",
    "fast.yaml": "a: 2\n",
  });
  const { stderr, code } = await program.run("sub/program.mjs", "with", "conf.json");
  expect(stderr).toContain(`There is ${join("sub", "conf.json")}, though.`);
  expect(code).toBe(2);
  expect((await program.run("sub/program.mjs", "with", "fsat.yaml")).stderr).toContain('Did you mean "fast.yaml"?');
  program.remove();
});
