import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer, type Outcome } from "../support/consumer.ts";

let folder: string;

const EXPERIMENT = `
import { experiment, ingredient } from "sacred-ts";
const data = ingredient("data").config({ file: "a.csv" });
const ex = experiment("demo", { ingredients: [data] }).config({
  lr: 0.1, // learning rate
  model: { layers: 2 },
  get double() { return this.lr * 2; },
});
ex.namedConfig("fast", { lr: 1 });
ex.command("fail", () => { throw new RangeError("the user's own mistake"); });
ex.command("never", () => new Promise(() => undefined));
ex.automain(function main({ lr, double, model, data: { file } }) {
  console.log(JSON.stringify([lr, double, model.layers, file]));
});
`;

let program: Consumer;

beforeAll(() => {
  program = new Consumer({
    "demo.mjs": EXPERIMENT,
    "missing.mjs": `import { experiment, ingredient } from "sacred-ts";
const data = ingredient("data").config({ file: "a.csv" });
const load = data.capture(function load({ fil }) { return fil; });
const ex = experiment("demo", { ingredients: [data] });
ex.command("direct", ({ nothing }) => nothing);
ex.automain(function main() {
  return load();
});
`,
    "fast.json": '{ "lr": 7 }',
    "broken.json": '{\n  "lr": 7,,\n}',
    "proto.json": '{ "__proto__": { "polluted": 1 } }',
    "dotted.mjs": EXPERIMENT.replace("[lr, double, model.layers, file]", "model"),
    "conf.yaml": "lr: 3\nmodel:\n  layers: 5\n",
  });
  folder = program.folder;
});
afterAll(() => program.remove());

test("a missing value is told with function, ingredient, and the lines of its definition and of the call", async () => {
  const { code, stderr } = await run("missing.mjs", "with", "seed=1");
  expect(code).toBe(1);
  expect(stderr).toContain('load is missing value(s): fil. Did you mean "file"?');
  expect(stderr).toMatch(/in load of Ingredient "data" at .*missing\.mjs:3/);
  expect(stderr).toMatch(/at main \(.*missing\.mjs:7:\d+\)/);
  const itself = await run("missing.mjs", "direct");
  expect(itself.stderr).toMatch(/^Error: direct is missing[^]*in direct of Experiment "demo" at .*missing\.mjs:5\n$/m);
});

const run = (file: string, ...args: string[]): Promise<Outcome> => program.run(file, ...args);

test.each([
  [[], '[0.1,0.2,2,"a.csv"]\n'],
  [["with", "lr=1"], '[1,2,2,"a.csv"]\n'],
  [["with", "fast", "model.layers=9"], '[1,2,9,"a.csv"]\n'],
  [["with", "fast.json"], '[7,14,2,"a.csv"]\n'],
  [["with", "conf.yaml", "data.file=b.csv"], '[3,6,5,"b.csv"]\n'],
  [["main", "-u", "--logl=ERROR", "with", "lr=2"], '[2,4,2,"a.csv"]\n'],
])("%j runs", async (args, stdout) => {
  expect(await run("demo.mjs", ...args)).toMatchObject({ code: 0, stdout });
});

test.each([
  [["nothing"], 'Command "nothing" not found.'],
  [["mian"], 'Did you mean "main"?'],
  [["--nope"], "Unknown option --nope."],
  [["--unobservd"], 'Did you mean "--unobserved"?'],
  [["-l"], "-l needs its argument"],
  [["-f", "-f"], "given more than once"],
  [["a", "b"], 'Unexpected argument "b"'],
  [["with"], 'After "with" come updates'],
  [["with", "lrr=1"], 'lrr = 1: Did you mean "lr"?'],
  [["with", "nothere"], 'Named config not found: "nothere"'],
  [["with", "fst"], 'Did you mean "fast"?'],
  [["with", "broken.json"], "broken.json is no valid JSON (line 2"],
  [["with", "proto.json"], '"__proto__" can\'t be a key'],
  [["with", "__proto__.polluted=1"], "it would reach the prototype"],
  [["with", "model.__proto__.x=1"], "it would reach the prototype"],
  [["with", "data=5"], '"data" is an ingredient'],
  [["with", "conf.toml"], 'Named config not found: "conf.toml"'],
  [["with", "seed=abc"], "A seed has to be an integer"],
  [["-P", "high"], "The PRIORITY argument must be a number"],
  [["-b", "soon"], "--beat-interval takes a number of seconds"],
  [["-l", "LOUD"], 'Unknown log level "LOUD"'],
  [["-m", "localhost:27017"], "The MongoDB observer is not available in this version"],
  [["-e"], "No version control detected"],
  [["with", "missing.json"], "There is neither a file of that name nor"],
  [["-n", "a\u001b[31m"], '--name takes a text without control characters, but was given "a\\u001b[31m"'],
  [["-n", ""], '--name takes a text without control characters, but was given ""'],
  [["-z"], "Unknown option -z."],
  [["-F", "demo.mjs/runs"], "Runs can't be stored in"],
  [["-F", "runs", "-i", "../../x"], "can't be the name of a run's folder"],
])("%j is refused with exit code 2 and a way out", async (args, message) => {
  const before = readdirSync(folder).filter((name) => name !== "runs");
  const { code, stdout, stderr } = await run("demo.mjs", ...args);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(readdirSync(folder).filter((name) => name !== "runs")).toEqual(before);
});

test("a run id that exists is refused, and nothing is told but what to do", async () => {
  await run("demo.mjs", "-F", "runs", "-i", "taken");
  const { code, stderr } = await run("demo.mjs", "-F", "runs", "-i", "taken");
  expect(code).toBe(2);
  expect(stderr).toMatch(/Error: There is already a run with the id "taken" in .*Choose another id.*\n$/);
});

test("a failure of the user's own code is shown without the package's frames, and exits with 1", async () => {
  const { code, stderr } = await run("demo.mjs", "fail");
  expect(code).toBe(1);
  expect(stderr).toContain("RangeError: the user's own mistake");
  expect(stderr).toMatch(/demo\.mjs:\d+/);
  expect(stderr).not.toMatch(/dist\/node/);
  expect((await run("demo.mjs", "fail", "-d")).stderr).toMatch(/dist\/node/);
});

test("a command that never settles is a failure", async () => {
  const { code, stderr } = await run("demo.mjs", "never");
  expect(code).toBe(1);
  expect(stderr).toContain("waits for something that never comes");
});

test("credentials in options are stored by nobody", async () => {
  const program = EXPERIMENT.replace(
    "ex.automain(",
    "ex.command('options', ({ _run }) => console.log(JSON.stringify(_run.metaInfo.options)));\nex.automain(",
  );
  writeFileSync(join(folder, "secret.mjs"), program);
  const { stdout } = await run("secret.mjs", "options", "-c", "see mongodb://user:secret@host/db");
  expect(stdout).toContain("mongodb://***@host/db");
  expect(stdout).not.toContain("secret@");
});

test("a scope that throws names its file and line", async () => {
  writeFileSync(
    join(folder, "throws.mjs"),
    'import { experiment } from "sacred-ts";\nconst ex = experiment("t");\nex.config({\n  get a() { return null.b; },\n});\nex.automain(() => 1);\n',
  );
  const { code, stderr } = await run("throws.mjs");
  expect(code).toBe(1);
  expect(stderr).toContain('The entry "a" of the configuration could not be computed');
  expect(stderr).toMatch(/throws\.mjs:3/);
});

test("automain starts through a symbolic link and from a module with top-level await, and not when it is imported", async () => {
  symlinkSync(join(folder, "demo.mjs"), join(folder, "link.mjs"));
  expect((await run("link.mjs")).stdout).toBe('[0.1,0.2,2,"a.csv"]\n');
  writeFileSync(
    join(folder, "late.mjs"),
    `${EXPERIMENT}\nawait new Promise((r) => setTimeout(r, 20));\nconsole.log("evaluated");\n`,
  );
  expect((await run("late.mjs")).stdout).toBe('evaluated\n[0.1,0.2,2,"a.csv"]\n');
  writeFileSync(join(folder, "importer.mjs"), 'await import("./demo.mjs");\nconsole.log("imported");\n');
  expect((await run("importer.mjs")).stdout).toBe("imported\n");
});

test("where there is no source file to record, an experiment says what to do", async () => {
  const { code, stderr } = await run(
    "--input-type=module",
    "-e",
    'import { experiment } from "sacred-ts"; experiment("x");',
  );
  expect(code).toBe(2);
  expect(stderr).toContain("interactive: true");
  const interactive =
    'import { experiment } from "sacred-ts"; const ex = experiment("x", { interactive: true }); ex.main(() => 3); console.log((await ex.run({ options: { loglevel: "ERROR" } })).result);';
  expect((await run("--input-type=module", "-e", interactive)).stdout).toBe("3\n");
});

test("help lists commands and options", async () => {
  const { stdout } = await run("demo.mjs", "help");
  expect(stdout).toContain("demo.mjs [COMMAND] [with UPDATE...] [options]");
  for (const word of [
    "print_config",
    "main (default)",
    "-F, --file_storage BASEDIR",
    "-m, --mongo_db DB",
    "-u, --unobserved",
  ]) {
    expect(stdout).toContain(word);
  }
});

test("Ctrl-C interrupts the run, stores that, and ends the program with 130", async () => {
  writeFileSync(
    join(folder, "long.mjs"),
    EXPERIMENT.replace(
      "ex.automain(",
      "ex.command('wait', () => { console.log('waiting'); return new Promise((r) => setTimeout(r, 60_000)); });\nex.automain(",
    ),
  );
  const child = spawn(process.execPath, ["long.mjs", "wait", "-F", "interrupted"], { cwd: folder });
  await once(child.stdout, "data");
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  expect(code).toBe(130);
  const record: unknown = JSON.parse(readFileSync(join(folder, "interrupted", "1", "run.json"), "utf8"));
  expect(record).toMatchObject({ status: "INTERRUPTED" });
});

test("a named config's doc is neither warned about nor saved", async () => {
  program.write(
    "documented.mjs",
    `import { experiment, ingredient } from "sacred-ts";
const data = ingredient("data").config({ file: "a.csv" }, { doc: "About the data." });
const ex = experiment("documented", { ingredients: [data] }).config({ lr: 1 });
ex.namedConfig("small", { lr: 0.5 }, { doc: "A small one." });
ex.automain(({ lr }) => console.log(lr));
`,
  );
  const { stderr } = await run("documented.mjs", "save_config", "with", "small", "seed=1");
  expect(stderr).not.toContain("WARNING");
  const saved: unknown = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  expect(saved).toEqual({ lr: 0.5, data: { __doc__: "About the data.", file: "a.csv" }, seed: 1 });
  const again = await run("documented.mjs", "with", "config.json");
  expect([again.stdout, again.stderr]).toEqual(["0.5\n", expect.not.stringContaining("Added")]);
  const byHand = await run("documented.mjs", "with", "__doc__=mine");
  expect(byHand.stderr).toContain('Added new config entry: "__doc__"');
});

test("a dot in a key of a value leads into a dictionary, as in Sacred", async () => {
  const { stdout } = await run(
    "dotted.mjs",
    "-l",
    "ERROR",
    "with",
    'model={"layers": 3, "opt.lr": 1, "opt": {"eps": 2}}',
  );
  expect(JSON.parse(stdout)).toEqual({ layers: 3, opt: { lr: 1, eps: 2 } });
});

test("with strict parsing a value that is no literal is refused", async () => {
  writeFileSync(
    join(folder, "strict.mjs"),
    `import { settings } from "sacred-ts";\nsettings.commandLine.strictParsing = true;\n${EXPERIMENT}`,
  );
  expect(await run("strict.mjs", "with", "data.file=plain")).toMatchObject({ code: 2 });
  expect(await run("strict.mjs", "with", "data.file='quoted'")).toMatchObject({ code: 0 });
});

test.each([
  [["with"], 'After "with" come updates'],
  [["with", "seed=1", "print_config"], '"print_config" is a command: it stands in front of "with"'],
  [["-F", ""], "A folder is needed to store runs in"],
  [["with", 'lr={"__proto__": {"x": 1}}'], "prototype"],
  [["with", "=5"], 'The update "=5" names no entry. Updates are NAME=VALUE'],
  [["with", " = 5"], 'The update " = 5" names no entry'],
  [["with", "lr.=3"], 'names an entry with an empty part, "lr."'],
  [["with", ".lr=3"], 'names an entry with an empty part, ".lr"'],
  [["with", "model..layers=3"], 'names an entry with an empty part, "model..layers"'],
])("%j is refused: %s", async (words, message) => {
  const { code, stderr } = await run("demo.mjs", ...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test.each(["-F", "--file_storage", "fileStorage"])(
  "ex.run({ options }) stores by %s, as the command line does",
  async (name) => {
    const options = JSON.stringify({ [name]: `stored${name}`, "-C": "no" });
    program.write(
      "stores.mjs",
      `import { experiment } from "sacred-ts";
const ex = experiment("stores");
ex.main(() => 1);
console.log((await ex.run({ options: ${options} })).id);`,
    );
    expect((await run("stores.mjs")).stdout).toBe("1\n");
    const { status, meta } = JSON.parse(readFileSync(join(folder, `stored${name}`, "1", "run.json"), "utf8"));
    expect(status).toBe("COMPLETED");
    expect(meta.options).toMatchObject({ "--file_storage": `stored${name}`, "--capture": "no" });
  },
);

test("a store that is given twice is one store", async () => {
  program.write(
    "stored.mjs",
    EXPERIMENT.replace("ex.automain", 'ex.observers.push(new FileStorageObserver("stored"));\nex.automain').replace(
      "import",
      'import { FileStorageObserver } from "sacred-ts/observers/file-storage";\nimport',
    ),
  );
  const { code } = await run("stored.mjs", "-F", "stored");
  expect([code, program.list("stored").filter((name) => /^\d+$/.test(name))]).toEqual([0, ["1"]]);
});

test("an id that one of two stores has already is refused in a line; the other store says that the run failed", async () => {
  program.write(
    "two.mjs",
    EXPERIMENT.replace("ex.automain", 'ex.observers.push(new FileStorageObserver("first"));\nex.automain').replace(
      "import",
      'import { FileStorageObserver } from "sacred-ts/observers/file-storage";\nimport',
    ),
  );
  mkdirSync(join(folder, "second", "taken"), { recursive: true });
  const { code, stdout, stderr } = await run("two.mjs", "-F", "second", "-i", "taken");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('There is already a run with the id "taken"');
  expect(stderr).not.toMatch(/^\s+at |Caused by/m);
  expect(program.list("second/taken")).toEqual([]);
  const record: unknown = JSON.parse(readFileSync(join(folder, "first", "taken", "run.json"), "utf8"));
  expect(record).toMatchObject({
    status: "FAILED",
    fail_trace: expect.arrayContaining([expect.stringContaining("There is already a run")]),
  });
});
