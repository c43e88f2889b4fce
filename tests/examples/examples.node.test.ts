import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

async function output(name: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const loader = name.endsWith(".ts") ? ["--import", "tsx"] : [];
  return run(process.execPath, [...loader, example(name), ...args]);
}

const PRINTED: readonly (readonly [name: string, args: readonly string[], stdout: string])[] = [
  ["01_hello_world.mjs", [], "Hello world!\n"],
  ["02_hello_config_dict.mjs", ["with", "message=Ciao world!"], "Ciao world!\n"],
  ["03_hello_config_scope.mjs", [], "Hello world!\n"],
  ["03_hello_config_scope.mjs", ["with", "recipient=Bob"], "Hello Bob!\n"],
  [
    "04_captured_functions.mjs",
    [],
    "This is printed by function foo.\nThis is printed by function bar.\nOverriding message in foo.\n",
  ],
  ["05_my_commands.mjs", [], "This is just the main command. Try greet or shout.\n"],
  ["05_my_commands.mjs", ["greet", "with", "name=Jane"], "Hello Jane! Nice to greet you!\n"],
  ["05_my_commands.mjs", ["shout"], "WHAZZZUUUUUUUUUUP!!!????\n"],
  ["05_my_commands.mjs", ["help", "greet"], "greet({name})\n    Print a simple greet message.\n\n"],
  ["06_randomness.mjs", ["with", "seed=12345"], "[29]\n[6]\n458690024\n[11]\n"],
  ["06_randomness.mjs", ["with", "seed=12345", "numbers=3"], "[29, 11, 36]\n[6, 6, 100]\n458690024\n[11, 3, 55]\n"],
  ["06_randomness.mjs", ["with", "seed=12345", "reverse=true"], "458690024\n[29]\n[6]\n[11]\n"],
  ["named_config.mjs", ["with", "formal"], "Good day world!\n"],
  ["named_config.mjs", ["with", "rude", "recipient=Bob"], "Get lost Bob!\n"],
  [
    "ingredient.mjs",
    ["with", "dataset.filename=other.csv"],
    "loading dataset from 'other.csv'\na = 12, b = 42, 4 numbers from other.csv: 0.25 0.5 0.75 1\n",
  ],
  ["ingredient.mjs", ["dataset.stats"], 'Statistics for dataset "my_dataset.csv":\nmean = 42.23\n'],
  [
    "modular.mjs",
    ["with", "data.paths.base=/tmp"],
    "file: /tmp/data/foo.csv\nmodel: model-of-foo.csv with 20 units\nepochs: 3\n",
  ],
  ["captured_out_filter.mjs", [], "\rstep 1 of 5\rstep 2 of 5\rstep 3 of 5\rstep 4 of 5\rstep 5 of 5\n"],
  ["07_magic.mjs", ["with", "seed=42"], "accuracy above 90 %: true\n"],
  ["08_less_magic.mjs", [], "COMPLETED with a spread of 0.6: separated\nCOMPLETED with a spread of 3: mixed up\n"],
  [
    "wasi_program.mjs",
    ["with", "seed=7", "points=2000"],
    "π is about 3.11\nexit code 0, and the program has written pi.txt: 3.11\n",
  ],
  ["typed_svm.ts", ["with", "variant1"], "linear 3 100 200 my_dataset.out\n"],
  ["worked/svm.ts", ["dataset.stats"], "stats of my_dataset.npy\n"],
  ["worked/svm.ts", ["scream", "with", "message=hey"], "hey -1\n"],
  [
    "worked/svm.ts",
    ["with", "seed=42", "-o", "own"],
    '{"a":-1,"c":20,"out":"/data/my_dataset.out","foo":"100/my_string10","data":[1,0.3333333333333333,0.6666666666666666],"two":[3,1],"fit":{"lr":9,"kernel":"rbf","tag":"none","n":2,"noise":[0.6713779940282144],"seed":846002777}}\n',
  ],
  [
    "worked/svm.ts",
    ["print_config", "with", "variant1", "fast", "a=23", "foo.bar=baobab", "layers=[1, 2,]", "seed=1"],
    `Configuration (~ modified, + added, ! typechanged, doc):
~ a = 23                             # some integer
  big = true
  c = 46
  depth = 2
  e = 11.5
~ kernel = "linear"
~ layers = [1, 2]
~ lr = 1                             # learning rate
  out = "/data/my_dataset.out"
~ seed = 1                           # the random seed for this experiment
  started_by = "print_config"
  steps = 100                        # comments are read here, too
  threads = 4
  warmup = 10
  dataset:
    filename = "my_dataset.npy"      # dataset filename
    full = "/data/my_dataset.npy"
    normalize = true
    paths:
      base = "/data"                 # nested in \`dataset\`, seen there as \`paths\`
~ foo:                               # a dictionary
    aSquared = 529
~   bar = "baobab"
`,
  ],
];

test.each(PRINTED)("%s %j", async (name, args, stdout) => {
  expect((await output(name, ...args)).stdout).toBe(stdout);
});

test("06_randomness draws as numpy's legacy generator if that is chosen", async () => {
  const preload = fileURLToPath(new URL("./programs/numpy-legacy.mjs", import.meta.url));
  const args = [
    "--import",
    pathToFileURL(preload).href,
    example("06_randomness.mjs"),
    "with",
    "seed=12345",
    "numbers=3",
  ];
  const { stdout } = await run(process.execPath, args);
  expect(stdout).toBe("[47, 97, 45]\n[34, 95, 50]\n866790559\n[67, 42, 25]\n");
});

test("log_example logs with the names of its functions, from the level on that is asked for", async () => {
  const { stderr } = await output("log_example.mjs", "-u");
  expect(stderr).toBe(
    [
      "INFO - log_example - Running command 'main'",
      "INFO - log_example - Started",
      "INFO - main - Attempting to transmogrify 2...",
      "WARNING - transmogrify - No gizmo. Can't transmogrify!",
      "INFO - main - Transmogrification complete: 0",
      "INFO - log_example - Result: 0",
      "INFO - log_example - Completed after 0:00:00",
      "",
    ].join("\n"),
  );
  expect((await output("log_example.mjs", "-l", "ERROR")).stderr).toBe("");
  expect((await output("log_example.mjs", "-l", "DEBUG")).stderr).toContain("DEBUG - transmogrify - Started");
});

test("print_config shows descriptions and what was changed", async () => {
  const { stdout } = await output("03_hello_config_scope.mjs", "print_config", "with", "seed=1", "recipient=Bob");
  expect(stdout).toBe(
    [
      "Configuration (~ modified, + added, ! typechanged, doc):",
      '  message = "Hello Bob!"',
      '~ recipient = "Bob"                  # who is greeted',
      "~ seed = 1                           # the random seed for this experiment",
      "",
    ].join("\n"),
  );
});

test("wasi_program stores what the program printed and wrote", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-example-"));
  try {
    await output("wasi_program.mjs", "-F", folder, "with", "seed=7", "points=2000");
    expect(readFileSync(join(folder, "1", "cout.txt"), "utf8")).toContain("π is about 3.11");
    expect(readFileSync(join(folder, "1", "pi.txt"), "utf8")).toBe("3.11\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("what the progress bar leaves is what is stored", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-example-"));
  try {
    await output("captured_out_filter.mjs", "-F", folder);
    expect(readFileSync(join(folder, "1", "cout.txt"), "utf8").split("\n")).toContain("step 5 of 5");
    expect(readFileSync(join(folder, "1", "cout.txt"), "utf8")).not.toContain("step 4");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const stripsTypes = major > 22 || (major === 22 && minor >= 18);

// Node 20 can't strip types; the other legs of CI can.
test.each(stripsTypes ? ["typed_svm.ts"] : [])("%s runs as it is, without any tool", async (name) => {
  const { stdout } = await run(process.execPath, [example(name), "with", "variant1"]);
  expect(stdout).toBe("linear 3 100 200 my_dataset.out\n");
});
