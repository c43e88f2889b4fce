import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const TSX = fileURLToPath(new URL("../../node_modules/tsx/dist/cli.mjs", import.meta.url));
const STRIPS_TYPES = Reflect.get(process.features, "typescript") !== undefined;

const ES_MODULE = `import { experiment } from "sacred-ts";
const ex = experiment("e").config({ a: 1 });
ex.automain(({ a }) => console.log("ran", a, later));
const later = await new Promise((resolve) => setImmediate(resolve, "whole"));
`;
const COMMON_JS = `const { experiment } = require("sacred-ts");
const ex = experiment("e").config({ a: 1 });
ex.automain(({ a }) => console.log("ran", a, later));
const later = "whole";
`;
const TYPESCRIPT = `import { experiment } from "sacred-ts";
interface Later { readonly word: string }
const ex = experiment("e").config({ a: 1 as number });
ex.automain(({ a }) => console.log("ran", a, later.word));
const later: Later = { word: "whole" };
`;

let consumer: Consumer;
beforeAll(() => {
  consumer = new Consumer({
    "exp.js": ES_MODULE,
    "with space & äö/exp.js": ES_MODULE,
    "folder/index.js": ES_MODULE,
    "old.cjs": COMMON_JS,
    "old/package.json": '{ "type": "commonjs", "main": "lib/start.js" }',
    "old/lib/start.js": COMMON_JS,
    "typed.ts": TYPESCRIPT,
    "old/typed.ts": TYPESCRIPT,
  });
  symlinkSync("exp.js", join(consumer.folder, "linked.js"));
  symlinkSync("exp.js", join(consumer.folder, "linked"));
});
afterAll(() => consumer.remove());

test.for([
  ["a file", ["exp.js"]],
  ["a path without extension", ["./exp"]],
  ["a path with spaces and letters beyond ASCII", ["with space & äö/exp.js"]],
  ["a symbolic link", ["linked.js"]],
  ["a symbolic link without extension", ["linked"]],
  ["a folder", ["folder"]],
  ["CommonJS", ["old.cjs"]],
  ["a folder with a main file in CommonJS", ["old"]],
  ["tsx", [TSX, "typed.ts"]],
  ["tsx without extension", [TSX, "typed"]],
  ["tsx to CommonJS", [TSX, "old/typed.ts"]],
] as const)("automain starts %s, once it is evaluated whole, and once", async ([, args]) => {
  const { code, stdout } = await consumer.run(...args, "with", "a=2");
  expect([code, stdout]).toEqual([0, "ran 2 whole\n"]);
});

// Node 20 can't strip types; the other legs of CI can.
test.each(STRIPS_TYPES ? ["typed.ts"] : [])(
  "automain starts what Node itself strips of its types: %s",
  async (file) => {
    expect((await consumer.run(file, "with", "a=2")).stdout).toBe("ran 2 whole\n");
  },
);

test("a module is evaluated once, also behind a link that isn't followed", async () => {
  consumer.write(
    "count.js",
    `console.log("evaluated");\n${COMMON_JS.replace(/.*\n/, ES_MODULE.split("\n")[0] + "\n")}`,
  );
  symlinkSync("count.js", join(consumer.folder, "counted.js"));
  const { stdout } = await consumer.run("--preserve-symlinks-main", "counted.js");
  expect(stdout).toBe("evaluated\nran 1 whole\n");
});

test("of several automains the last one starts", async () => {
  consumer.write(
    "several.js",
    `import { experiment } from "sacred-ts";
experiment("first").automain(() => console.log("first"));
const ex = experiment("second");
ex.automain(() => console.log("second"));
ex.automain(() => console.log("third"));
`,
  );
  expect((await consumer.run("several.js")).stdout).toBe("third\n");
});

test("what the entry imports doesn't start", async () => {
  consumer.write("importing.js", 'import "./exp.js";\nconsole.log("done");\n');
  expect((await consumer.run("importing.js")).stdout).toBe("done\n");
  consumer.write("requiring.cjs", 'require("./old.cjs");\nconsole.log("done");\n');
  expect((await consumer.run("requiring.cjs")).stdout).toBe("done\n");
  expect((await consumer.run("--import", "./exp.js", "requiring.cjs")).stdout).toBe("done\n");
});

test.for(["throws.js", "throws.cjs"])(
  "an entry that throws (%s) fails as any program does, and nothing is run",
  async (name) => {
    const content = name.endsWith(".js") ? ES_MODULE : COMMON_JS;
    consumer.write(name, `${content}throw new Error("of mine");\n`);
    const { code, stderr, stdout } = await consumer.run(name);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('throw new Error("of mine");');
  },
);

test("of a mistake in a definition Node shows the user's line, and none of the package's", async () => {
  const mistaken = (head: string): string =>
    `${head}\nfunction define() {\n  experiment("e", { ingrdients: [] });\n}\ndefine();\n`;
  consumer.write("mistaken.js", mistaken('import { experiment } from "sacred-ts";'));
  consumer.write("mistaken.cjs", mistaken('const { experiment } = require("sacred-ts");'));
  const shown = await consumer.run("mistaken.js");
  expect(shown.stderr).toMatch(/^file:\S+mistaken\.js:3\n {2}experiment\("e", \{ ingrdients: \[\] \}\);\n {2}\^/);
  for (const { code, stderr } of [shown, await consumer.run("mistaken.cjs")]) {
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /DefinitionError: .* Did you mean "ingredients"\?.*\n {4}at define \(.*mistaken\.c?js:3:3\)/,
    );
    expect(stderr).not.toContain("throw ");
    expect(stderr).not.toContain("dist/node");
  }
});

test("a mistake in a chain, or made by a subclass, is shown where it was made", async () => {
  consumer.write(
    "chained.js",
    `import { Experiment, experiment, ingredient } from "sacred-ts";
class Mine extends Experiment {
  constructor(name) { super(name, { nothing: 1 }); }
}
const tries = [
  () => experiment("e").namedConfig("n", {}).namedConfig("n", {}),
  () => ingredient("a..b"),
  () => experiment("e").main("no function"),
  () => new Mine("e"),
];
for (const attempt of tries) {
  try {
    attempt();
  } catch (error) {
    console.log(error instanceof Error && error.stack.split("\\n")[1].replace(/.*chained/, "chained"));
  }
}
console.log(new Experiment("e") instanceof Experiment, experiment("e") instanceof Experiment, Mine.name, Experiment.name);
`,
  );
  expect((await consumer.run("chained.js")).stdout.split("\n")).toEqual([
    expect.stringMatching(/^chained\.js:6:/),
    expect.stringMatching(/^chained\.js:7:/),
    expect.stringMatching(/^chained\.js:8:/),
    expect.stringMatching(/^chained\.js:9:/),
    "true true Mine Experiment",
    "",
  ]);
});
