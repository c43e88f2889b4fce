import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const IMPORT = 'import { experiment } from "sacred-ts";\n';

const PROGRAMS: Readonly<Record<string, readonly [program: string, line: string, told: RegExp]>> = {
  "file.mjs": [
    `${IMPORT}const ex = experiment("a");\nex.addConfig("broken.json");`,
    'ex.addConfig("broken.json");',
    /^ConfigFileError: .*broken\.json is no valid JSON \(line 1, column 3\)/m,
  ],
  "option.mjs": [
    `${IMPORT}const ex = experiment("a", { observer: [] });`,
    'const ex = experiment("a", { observer: [] });',
    /^DefinitionError: .*Did you mean "observers"\?/m,
  ],
  "scope.mjs": [
    `${IMPORT}const ex = experiment("a").config(async () => ({ a: 1 }));`,
    "async () => ({ a: 1 })",
    /^ConfigScopeError: A scope can't be an async function/m,
  ],
  "update.mjs": [
    `${IMPORT}const ex = experiment("a").config({ a: 1 });\nex.main(() => 1);\nawait ex.run({ configUpdates: { b: 1 } });`,
    "",
    /^ConfigAddedError: Added new config entry/m,
  ],
  "option.cjs": [
    'const { experiment } = require("sacred-ts");\nexperiment("a", { observer: [] });',
    "",
    /^DefinitionError: .*Did you mean "observers"\?/m,
  ],
};

let program: Consumer;
beforeAll(() => {
  const files = Object.entries(PROGRAMS).map(([name, [text]]): [string, string] => [name, text]);
  program = new Consumer({
    ...Object.fromEntries(files),
    "broken.json": "{ broken",
    "own.mjs": `${IMPORT}const ex = experiment("a");\nex.main(() => { throw new RangeError("mine"); });\nawait ex.run();`,
    "caught.mjs": `${IMPORT}try { experiment("a", { observer: [] }); } catch {}\nthrow new RangeError("mine");`,
  });
});
afterAll(() => program.remove());

test.each(Object.entries(PROGRAMS))(
  "a mistake that %s doesn't catch is shown with the user's line and the message, and the exit code is 2",
  async (name, [, line, told]) => {
    const { code, stderr } = await program.run(name);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
    expect(stderr).toMatch(told);
    expect(stderr).toMatch(new RegExp(`^    at .*${name.replace(".", "\\.")}:\\d+:\\d+`, "m"));
    expect(stderr).not.toMatch(
      /node:internal\/modules\/esm|filterTraceback|printUsage|code: '|\[cause\]|sacred-ts\/dist/,
    );
  },
);

test("errors of the user's own end the program as they would without the package", async () => {
  for (const name of ["own.mjs", "caught.mjs"]) {
    const { code, stderr } = await program.run(name);
    expect([code, stderr]).toEqual([1, expect.stringContaining("RangeError: mine")]);
  }
});
