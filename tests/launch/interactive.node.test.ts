import { afterEach, beforeEach, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";
import { Repl } from "./repl.ts";

let consumer: Consumer;
beforeEach(() => {
  consumer = new Consumer({});
});
afterEach(() => consumer.remove());

const DEFINE = 'const ex = experiment("e").config({ a: 1 }); ex.main(({ a }) => console.log("ran", a)); ex.run();';
const MEANT = DEFINE.replace('"e"', '"e", { interactive: true }');
const AUTOMATIC = MEANT.replace("ex.main", "ex.automain").replace(" ex.run();", "");
const IMPORT = 'import { experiment } from "sacred-ts";';
const REQUIRE = 'const { experiment } = require("sacred-ts");';

/** Ways to a program without a file of its own. */
const WAYS: readonly (readonly [
  way: string,
  run: (code: string) => Promise<{ stdout: string; stderr: string; code: number }>,
])[] = [
  ["node -e", (code) => consumer.run("-e", `${REQUIRE}${code}`)],
  ["node --input-type=module -e", (code) => consumer.run("--input-type=module", "-e", `${IMPORT}${code}`)],
  ["node --input-type=module < FILE", (code) => consumer.runOn(`${IMPORT}${code}`, "--input-type=module")],
  ["node - < FILE", (code) => consumer.runOn(`${REQUIRE}${code}`, "-")],
];

test.for(WAYS)("%s: an experiment says that it is meant to have no source file", async ([, run]) => {
  const refused = await run(DEFINE);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('If that is meant: experiment("e", { interactive: true })');
  expect(refused.stderr).not.toContain("throw ");
  expect(refused.stderr).not.toContain("dist/node");
  const meant = await run(MEANT);
  expect(meant.stdout).toBe("ran 1\n");
  expect(meant.code).toBe(0);
});

test.for(WAYS)("%s: automain says that run() takes its place", async ([, run]) => {
  const { code, stderr, stdout } = await run(AUTOMATIC);
  expect(stderr).toContain("use main, and call run() instead of automain");
  expect([code, stdout]).toEqual([2, ""]);
});

test("node -e: scopes of a program follow one another, whatever they set", async () => {
  const { stdout } = await consumer.run(
    "--input-type=module",
    "-e",
    `${IMPORT} const ex = experiment("e", { interactive: true }); ex.logger = console;
ex.config({ a: 1 }).config(({ a }) => ({ b: a })).config({ a: 2 });
ex.config(function twice({ a }) { return { a: 2 * a }; }).config(function twice({ a }) { return { a: 2 * a }; });
ex.main(() => 1); console.log(JSON.stringify((await ex.resolveConfig({ configUpdates: { seed: 1 } })).config));`,
  );
  expect(JSON.parse(stdout)).toEqual({ a: 8, b: 1, seed: 1 });
});

test("a prompt: a scope that is typed again takes the place of what it was", async () => {
  const repl = new Repl(consumer.folder);
  try {
    await repl.type('const { experiment } = await import("sacred-ts");');
    await repl.type('const ex = experiment("e", { interactive: true }); ex.logger = console; void 0');
    await repl.type("void ex.config({ lr: 0.1, epochs: 2 })");
    await repl.type("void ex.config(function decay({ lr }) { return { decay: lr / 10 }; })");
    await repl.type("void ex.config(({ epochs }) => ({ steps: 10 * epochs }))");
    await repl.type('void ex.preRunHook(() => console.log("prepared"))');
    await repl.type("void ex.main(({ decay, steps }) => [decay, steps])");
    await repl.type("void ex.config({ lr: 10, epochs: 3 })");
    await repl.type("void ex.config(function decay({ lr }) { return { decay: lr / 2 }; })");
    await repl.type("void ex.config(({ epochs }) => ({ steps: 10 * epochs }))");
    await repl.type('void ex.preRunHook(() => console.log("prepared"))');
    expect(await repl.type("ex.configurations.length")).toBe("3\n");
    const printed = await repl.type("(await ex.run()).result");
    expect(printed).toContain("[ 5, 30 ]");
    expect(printed.match(/^prepared$/gm)).toHaveLength(1);
  } finally {
    repl.end();
  }
});

test("a prompt: experiments and runs are printed in a few words, and each notebook of Deno gets HTML", async () => {
  const repl = new Repl(consumer.folder);
  try {
    await repl.type('const { experiment } = await import("sacred-ts");');
    await repl.type('const ex = experiment("e", { interactive: true }); ex.logger = console;');
    expect(await repl.type("ex.config({ a: 1 })")).toBe('Experiment "e"\n');
    await repl.type('void ex.main(({ a, _run }) => { _run.logScalar("loss", 0.25); return { a }; })');
    expect(await repl.type("const run = await ex.run(); run")).toMatch(
      /A run of e \(main\): COMPLETED after [\d.]+ s\n {2}result: \{"a":1\}\n {2}loss: 0.25 at step 0\n$/,
    );
    const shown = await repl.type('JSON.stringify(await run[Symbol.for("Jupyter.display")]())');
    for (const part of ["text/plain", "text/html", "<svg", "loss: 1 points, last 0.25 at step 0"])
      expect(shown).toContain(part);
    expect(await repl.type("run.show()")).toContain("there is none on Node");
  } finally {
    repl.end();
  }
});

test("a prompt: experiments need a name and the option, and what is typed again takes the place of what it was", async () => {
  const repl = new Repl(consumer.folder);
  try {
    await repl.type('const { experiment } = await import("sacred-ts");');
    await repl.type('const { FileStorageObserver } = await import("sacred-ts/observers/file-storage");');
    expect(await repl.type('experiment("e")')).toContain('experiment("e", { interactive: true })');
    expect(await repl.type("experiment()")).toContain("needs a name");
    await repl.type(
      'const ex = experiment("e", { interactive: true, observers: [new FileStorageObserver("runs")] }).config({ a: 1 }).config({ b: 2 }); ex.logger = console;',
    );
    expect(await repl.type("ex.automain(({ a }) => a)")).toContain("use main, and call run() instead of automain");
    await repl.type("ex.main(({ a, b }) => a + b)");
    expect(await repl.type("(await ex.run()).result")).toMatch(/3\n$/);
    await repl.type("ex.main(({ a, b }) => 10 * (a + b))");
    await repl.type('ex.namedConfig("large", { a: 100 })');
    await repl.type('ex.namedConfig("large", { a: 1000 })');
    expect(await repl.type('(await ex.run({ namedConfigs: ["large"] })).result')).toMatch(/10020\n$/);
  } finally {
    repl.end();
  }
  const stored = JSON.parse(consumer.read("runs/2/run.json"));
  expect(stored).toMatchObject({ status: "COMPLETED", experiment: { sources: [], mainfile: null } });
  expect(stored.meta.interactive).toBe(true);
});
