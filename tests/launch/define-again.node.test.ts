import { expect, test } from "vitest";
import { DefinitionError, experiment } from "../../host-node/index.ts";

const QUIET = { loglevel: "CRITICAL" };

/** A notebook's cell: it may be run again. */
function runCellAgain(cell: () => void): void {
  cell();
  cell();
}

test("commands, captured functions and hooks of a name take each other's place", async () => {
  const calls: string[] = [];
  const ex = experiment("notebook", { interactive: true }).config({ a: 1 });
  let version = 0;
  let twice: (() => number) | undefined;
  runCellAgain(() => {
    const current = `${++version}`;
    ex.preRunHook(function prepare() {
      calls.push(`before ${current}`);
    });
    ex.postRunHook(function prepare() {
      calls.push(`after ${current}`);
    });
    ex.configHook(function grow(_config: object) {
      return { grown: current };
    });
    ex.optionHook(function quiet() {
      calls.push(`options ${current}`);
    });
    ex.cliOption("-o, --own", "mine", () => void calls.push(`own ${current}`));
    twice = ex.capture(function double({ a }: { a: number }) {
      return 2 * a;
    });
    ex.command("double", () => calls.push(`double ${current}`));
    ex.main(() => twice?.());
  });
  const run = await ex.run({ options: { ...QUIET, "--own": true } });
  expect(run.result).toBe(2);
  expect(run.config).toMatchObject({ grown: "2" });
  expect(calls).toEqual(["options 2", "own 2", "before 2", "after 2"]);
  expect((await ex.run({ commandName: "double", options: QUIET })).command).toBe("double");
  expect(calls).toContain("double 2");
});

test("a scope takes the place of the one that stood there; scopes beside it in the same line stay", async () => {
  const ex = experiment("notebook", { interactive: true });
  ex.main(() => 1);
  let version = 0;
  runCellAgain(() => {
    version++;
    // prettier-ignore
    ex.config({ a: version }).config((c: { a: number }) => ({ b: 10 * c.a })).addConfig({ c: version });
  });
  expect(ex.configurations).toHaveLength(3);
  expect((await ex.resolveConfig({ configUpdates: { seed: 1 } })).config).toEqual({ a: 2, b: 20, c: 2, seed: 1 });
});

test("nameless functions are all kept", async () => {
  const ex = experiment("notebook", { interactive: true }).config({ a: 1 });
  const functions = [1, 2].map((factor) => ex.capture(({ a }) => factor * a));
  ex.main(() => functions.map((fn) => fn()));
  expect((await ex.run({ options: QUIET })).result).toEqual([1, 2]);
});

test("in a program a name is given once, and automain needs no option", () => {
  const ex = experiment("program").namedConfig("a", {});
  expect(() => ex.namedConfig("a", {})).toThrow(DefinitionError);
  const notebook = experiment("notebook", { interactive: true });
  expect(() => notebook.automain(() => 1)).toThrow("use main, and call run() instead of automain");
});
