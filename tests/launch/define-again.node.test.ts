import { runInThisContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { DefinitionError, experiment, ingredient, RunObserver } from "../../host-node/index.ts";

const QUIET = { loglevel: "CRITICAL" };
const SEEDED = { configUpdates: { seed: 1 }, options: QUIET };

declare global {
  /** what the cells of these tests share, as the cells of a notebook do */
  var notebook: Record<string, unknown>;
}

type Notebook = ReturnType<typeof makeNotebook>;

function makeNotebook() {
  const ex = experiment("notebook", { interactive: true });
  ex.main(() => 1);
  return ex;
}

let ex: Notebook;
beforeEach(() => {
  ex = makeNotebook();
  globalThis.notebook = { ex, ingredient, z, calls: [] };
});
afterEach(() => {
  globalThis.notebook = {};
});

/** A host that names its cells: `/cell-2.js?7` is another run of the second cell than `/cell-2.js?6`. */
let runs = 0;
async function runCell(cell: number, code: string): Promise<void> {
  runInThisContext(`with (notebook) {${code}\n}`, { filename: `/notebook/cell-${cell}.js?${++runs}` });
  await Promise.resolve();
}

/** A host that doesn't. */
async function type(code: string): Promise<void> {
  runInThisContext(`with (notebook) {${code}\n}`, { filename: `REPL${++runs}` });
  await Promise.resolve();
}

/** A function of a program that is called again. */
async function callAgain(cell: () => void): Promise<void> {
  cell();
  await Promise.resolve();
  cell();
}

async function configOf(): Promise<unknown> {
  return (await ex.resolveConfig({ configUpdates: { seed: 1 } })).config;
}

test("commands, captured functions and hooks of a name take each other's place", async () => {
  const calls: string[] = [];
  const own = experiment("own", { interactive: true }).config({ a: 1 });
  let version = 0;
  let twice: (() => number) | undefined;
  await callAgain(() => {
    const current = `${++version}`;
    own.preRunHook(function prepare() {
      calls.push(`before ${current}`);
    });
    own.postRunHook(function prepare() {
      calls.push(`after ${current}`);
    });
    own.configHook(function grow(_config: object) {
      return { grown: current };
    });
    own.optionHook(function quiet() {
      calls.push(`options ${current}`);
    });
    own.cliOption("-o, --own", "mine", () => void calls.push(`own ${current}`));
    twice = own.capture(function double({ a }: { a: number }) {
      return 2 * a;
    });
    own.command("double", () => calls.push(`double ${current}`));
    own.main(() => twice?.());
  });
  const run = await own.run({ options: { ...QUIET, "--own": true } });
  expect(run.result).toBe(2);
  expect(run.config).toMatchObject({ grown: "2" });
  expect(calls).toEqual(["options 2", "own 2", "before 2", "after 2"]);
  expect((await own.run({ commandName: "double", options: QUIET })).command).toBe("double");
  expect(calls).toContain("double 2");
});

test("a scope takes the place of the one that stood there; scopes beside it in the same line stay", async () => {
  let version = 0;
  await callAgain(() => {
    version++;
    // prettier-ignore
    ex.config({ a: version }).config((c: { a: number }) => ({ b: 10 * c.a })).addConfig({ c: version });
  });
  expect(ex.configurations).toHaveLength(3);
  expect(await configOf()).toEqual({ a: 2, b: 20, c: 2, seed: 1 });
});

test("a cell that is run again loses all that it had defined, in its place, however it was edited", async () => {
  await runCell(2, "ex.config({ lr: 0.1, momentum: 0.9 }).config(({ lr }) => ({ decay: lr / 10 }));");
  await runCell(3, "ex.config(({ lr }) => ({ rate: 100 * lr })); ex.preRunHook(() => calls.push('third'));");
  await runCell(2, "\n\n\nex.config({ lr: 0.5 });\nex.preRunHook(() => calls.push('second'));");
  expect(await configOf()).toEqual({ lr: 0.5, rate: 50, seed: 1 });
  await runCell(2, "ex.config({ lr: 1 }).config({ extra: true });");
  expect(await configOf()).toEqual({ lr: 1, extra: true, rate: 100, seed: 1 });
  await ex.run(SEEDED);
  expect(globalThis.notebook["calls"]).toEqual(["third"]);
});

test("functions of a cell that is run again keep their seeds, whatever is renamed", async () => {
  await runCell(2, "notebook.first = ex.capture(({ _seed }) => _seed); ex.command('lost', () => 0);");
  await runCell(3, "notebook.second = ex.capture(function second({ _seed }) { return _seed; });");
  await runCell(4, "ex.main(() => [first(), second()]);");
  const { result } = await ex.run(SEEDED);
  await runCell(2, "notebook.first = ex.capture(({ _seed }) => 0 + _seed); ex.namedConfig('small', {}); ");
  // The command that isn't there any more had a seed, too.
  await runCell(2, "notebook.first = ex.capture(({ _seed }) => _seed);ex.command('other', () => 0);");
  expect((await ex.run(SEEDED)).result).toEqual(result);
  expect(Array.from(ex.gatherCommands(), ([name]) => name)).not.toContain("lost");
  expect(Array.from(ex.gatherNamedConfigs(), ([name]) => name)).toEqual([]);
});

test("where cells have no names, scopes and functions take a place by name, the same text, or all entries", async () => {
  await type("ex.config({ lr: 0.1, epochs: 2 });");
  await type("ex.config(function schedule({ lr }) { return { decay: lr / 10 }; });");
  await type(
    "ex.scope((c) => { c.steps = 10 * c.epochs; }, { name: 'steps' }); ex.configHook(() => ({ hooked: true }));",
  );
  await type("ex.config({ lr: 0.2, epochs: 3, more: true });");
  await type("ex.config(function schedule({ lr }) { return { decay: lr / 2 }; });");
  await type(
    "ex.scope((c) => { c.steps = 100 * c.epochs; }, { name: 'steps' }); ex.configHook(() => ({ hooked: true }));",
  );
  expect(await configOf()).toEqual({
    lr: 0.2,
    epochs: 3,
    more: true,
    decay: 0.1,
    steps: 300,
    hooked: true,
    seed: 1,
  });
  expect([ex.configurations.length, ex.configHooks.length]).toEqual([3, 1]);
});

test("where cells have no names, a dictionary that leaves entries out is another one", async () => {
  await type("ex.config({ lr: 0.1, epochs: 2 });");
  await type("ex.config({ lr: 0.2 });");
  expect(ex.configurations).toHaveLength(2);
  expect(await configOf()).toEqual({ lr: 0.2, epochs: 2, seed: 1 });
});

test("of schemas the last one judges", async () => {
  await type("ex.config({ a: 1 }); ex.validate(z.object({ a: z.string() }));");
  await expect(ex.resolveConfig()).rejects.toThrow("expected string");
  await type("ex.validate(z.object({ a: z.number() }));");
  expect(await ex.resolveConfig()).toMatchObject({ config: { a: 1 } });
});

test("a function that was defined again isn't called with what an earlier run knew", async () => {
  await type("notebook.load = ex.capture(function load({ a }) { return a; }); ex.config({ a: 1 });");
  await type("notebook.old = load; ex.main(() => old());");
  expect((await ex.run(SEEDED)).result).toBe(1);
  await type("ex.config({ a: 2 }); notebook.load = ex.capture(function load({ a }) { return 10 * a; });");
  await expect(ex.run(SEEDED)).rejects.toThrow("load was defined again, and this is the old one: run the cell");
  await type("notebook.old = load;");
  expect((await ex.run(SEEDED)).result).toBe(20);
});

test("what is defined in one go is never taken for a repetition", async () => {
  await type("[1, 2].forEach((factor) => ex.config({ a: factor })); ex.config({ a: 3 });");
  await runCell(5, "notebook.functions = [1, 2].map((factor) => ex.capture(({ a }) => factor * a));");
  expect(ex.configurations).toHaveLength(3);
  await type("ex.main(() => functions.map((fn) => fn()));");
  expect((await ex.run(SEEDED)).result).toEqual([3, 6]);
});

test("an ingredient that is defined again takes its place in the experiments that use it", async () => {
  const CELL = "notebook.dataset = ingredient('dataset', { interactive: true }).config({ size: SIZE });";
  const LOAD = "notebook.load = dataset.capture(({ size }) => size);";
  for (const again of [type, (code: string) => runCell(9, code)]) {
    await again(CELL.replace("SIZE", "3") + LOAD);
    await type("ex.ingredients.splice(0, 1, dataset); ex.main(() => load());");
    expect((await ex.run(SEEDED)).result).toBe(3);
    await again(CELL.replace("SIZE", "30") + LOAD);
    expect((await ex.run(SEEDED)).result).toBe(30);
  }
});

test("a function that makes ingredients makes another one each time", async () => {
  const makeDataset = () => ingredient("dataset", { interactive: true });
  const first = experiment("first", { interactive: true, ingredients: [makeDataset().config({ size: 1 })] });
  first.main(() => 1);
  await Promise.resolve();
  makeDataset().config({ size: 2 });
  expect((await first.resolveConfig({ configUpdates: { seed: 1 } })).config).toMatchObject({ dataset: { size: 1 } });
});

test("in a program nothing takes another's place", async () => {
  const program = experiment("program");
  const calls: string[] = [];
  class Silent extends RunObserver {}
  await callAgain(() => {
    program.config({ a: 1 });
    program.preRunHook(function hook() {
      calls.push("hook");
    });
    program.observers = [new Silent()];
  });
  program.main(() => 1);
  await program.run(SEEDED);
  expect(program.configurations).toHaveLength(2);
  expect(calls).toEqual(["hook", "hook"]);
});

test("in a program a name is given once, and automain needs no option", () => {
  const program = experiment("program").namedConfig("a", {});
  expect(() => program.namedConfig("a", {})).toThrow(DefinitionError);
  expect(() => ex.automain(() => 1)).toThrow("use main, and call run() instead of automain");
});
