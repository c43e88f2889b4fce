import { afterEach, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";
import { blocksOf, guides } from "./blocks.ts";

/** Those need a browser or programs in WebAssembly; what they show is held by tests/browser and tests/wasi, types by typescript.node.test.ts. */
const ELSEWHERE = new Set(["browser.md", "notebooks.md", "wasi.md", "typescript.md"]);
const BLOCKS = guides()
  .filter((file) => !ELSEWHERE.has(file))
  .flatMap(blocksOf);

/** What a piece of the documentation leaves out, and what the whole prints. */
interface Frame {
  readonly before?: string;
  /** lines that belong into the main function */
  readonly inMain?: RegExp;
  readonly after?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly prints: string;
}

/** What the frames use; a piece itself imports what it uses. */
const IMPORTS: readonly (readonly [names: string, from: string])[] = [
  ["experiment, ingredient", "sacred-ts"],
  ["FileStorageObserver", "sacred-ts/observers/file-storage"],
  ["readFileSync", "node:fs"],
];
const QUIET = 'const quiet = { loglevel: "ERROR" };';
const HELLO = 'const ex = experiment("hello").config({ recipient: "world", message: "Hello world!" });';
const DATASET = `const dataset = ingredient("dataset").config({ filename: "a.csv.gz" });
const ex = experiment("svm", { ingredients: [dataset] });`;
const EVERYWHERE = /./;

const FRAMES: Readonly<Record<string, Frame>> = {
  "getting-started.md: Captured functions": {
    before: HELLO,
    inMain: /^greet/,
    after:
      "ex.main(() => [greet('Good day'), greet.with({ recipient: 'Alice' })('Hi')]); console.log((await ex.run({ options: quiet })).result);",
    prints: "[ 'Good day world', 'Hi Alice' ]\n",
  },
  "getting-started.md: Commands": {
    before: HELLO,
    after: 'await ex.run({ commandName: "shout", options: quiet });',
    prints: "HELLO WORLD!\n",
  },
  "getting-started.md: Commands (2)": {
    before: HELLO,
    after: `ex.main(() => {});
const run = await ex.runCommandline("hello.mjs --who Bob -l ERROR"); console.log(run.info, run.metaInfo.comment);`,
    prints: "{ who: 'Bob' } no comment\n",
  },
  "configuration.md: Three kinds of scopes": {
    before: 'const ex = experiment("demo");',
    after: `ex.main(({ e, warmup }) => {});
for (const configUpdates of [{ seed: 1 }, { seed: 1, a: 4 }])
  console.log(JSON.stringify((await ex.resolveConfig({ configUpdates })).config));`,
    prints: `{"plain":"dictionary","seed":1,"steps":100,"a":-1,"c":20,"foo":{"aSquared":100},"e":5}
{"plain":"dictionary","a":4,"seed":1,"steps":100,"warmup":10,"c":8,"foo":{"aSquared":16}}
`,
  },
  "configuration.md: Named configs": {
    after: `await ex.run({ options: quiet });
await ex.run({ namedConfigs: ["fast"], options: quiet });`,
    prints: "10 1\n1 0.1\n",
  },
  "configuration.md: Ingredients": {
    after: "ex.main(() => load()); console.log((await ex.run({ options: quiet })).result);",
    prints: "a.csv\n",
  },
  "configuration.md: Ingredients (2)": {
    before: DATASET,
    after: "ex.main(({ dataset }) => dataset.threads); console.log((await ex.run({ options: quiet })).result);",
    prints: "4\n",
  },
  "runs.md: Runs and observers": {
    before: 'const ex = experiment("x"); ex.observers.push(new FileStorageObserver("runs"));',
    inMain: EVERYWHERE,
    after: `const { result, info } = await ex.run({ options: quiet });
const { artifacts, resources } = JSON.parse(readFileSync("runs/1/run.json", "utf8"));
console.log(result, info, artifacts, resources.length, JSON.parse(readFileSync("runs/1/metrics.json", "utf8")).loss.values);`,
    files: { "model.bin": "weights", "data.csv": "1,2" },
    prints: "0.9 { note: 'anything' } [ 'model.bin' ] 1 [ 0.5 ]\n",
  },
  "runs.md: Runs and observers (2)": {
    before: DATASET,
    after:
      "ex.main(() => {}); const { info } = await ex.run({ options: quiet }); console.log(info.node === process.version, info.read);",
    prints: "true a.csv.gz\n",
  },
  "runs.md: What is stored about the code and the machine": {
    after: "console.log(typeof (await getHostInfo([disk])).disk, ex.additionalHostInfo.length);",
    prints: "number 1\n",
  },
  "runs.md: Files: resources and artifacts": {
    before: 'const ex = experiment("x"); ex.observers.push(new FileStorageObserver("runs"));',
    inMain: EVERYWHERE,
    after: `await ex.run({ options: quiet });
const { artifact_details, resources } = JSON.parse(readFileSync("runs/1/run.json", "utf8"));
console.log(JSON.stringify(artifact_details), resources.length, readFileSync("runs/1/models/best.bin", "utf8"));`,
    files: { "out/model.bin": "weights", "data.csv": "1,2", "words.txt": "a b" },
    prints:
      '[{"content_type":"application/octet-stream","metadata":{"epoch":12},"name":"models/best.bin"}] 2 weights\n',
  },
  "runs.md: FileStorageObserver": {
    after: "ex.main(() => 1); console.log((await ex.run({ options: quiet })).id);",
    prints: "1\n",
  },
  "runs.md: Reading runs": {
    before: `const ex = experiment("x", { observers: [new FileStorageObserver("my_runs")] }).config({ lr: 0.5 });
ex.main(({ _run }) => _run.logScalar("loss", 3)); await ex.run({ options: { ...quiet, id: "12" } });`,
    after: "console.log(run.entry.status, run.metrics().loss.values[0], JSON.stringify(run.output()));",
    prints: '12 COMPLETED 0.5\nCOMPLETED 3 ""\n',
  },
  "runs.md: TensorFlow.js": {
    before: `import tf from "@tensorflow/tfjs-node";
const ex = experiment("x").config({ epochs: 1 }); ex.postRunHook(({ _run }) => console.log(_run.info));`,
    files: {
      "node_modules/@tensorflow/tfjs-node/package.json":
        '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "index.js" }',
      "node_modules/@tensorflow/tfjs-node/index.js": "module.exports = { node: { summaryFileWriter: () => ({}) } };",
    },
    prints: "{ tensorflow: { logdirs: [ '/tmp/1' ] } }\n",
  },
  "runs.md: How a run ends": {
    before: 'const ex = experiment("x").config({ limit: 1 });',
    after:
      "const { run, finished } = ex.start({ options: quiet }); await finished.catch(() => {}); console.log(run.status);",
    prints: "OUT_OF_MEMORY\n",
  },
  "runs.md: An observer of your own": {
    before: 'const ex = experiment("x").config({ a: 1 }); ex.main(() => {});',
    after: `ex.observers.push(new Printer());
console.log((await ex.run({ configUpdates: { seed: 1 }, options: quiet })).id);`,
    prints: "main { a: 1, seed: 1 }\nmy-id\n",
  },
};

/** Those are programs or commands as they are: see below. */
const WHOLE = [
  "getting-started.md: An experiment",
  "getting-started.md: An experiment (2)",
  "reliability.md: When a process has died",
];

const open: Consumer[] = [];
const consumer = (files: Readonly<Record<string, string>>): Consumer => {
  const made = new Consumer(files);
  open.push(made);
  return made;
};
afterEach(() => {
  for (const made of open.splice(0)) made.remove();
});

const codeOf = (name: string): string => BLOCKS.find((block) => block.name === name)?.code ?? "";

function programOf(code: string, { before = "", inMain, after = "" }: Frame): string {
  const [imports = "", rest = ""] = /^((?:import .*\n)*)([\s\S]*)$/.exec(code)?.slice(1) ?? [];
  const inside = inMain === EVERYWHERE ? rest : "";
  const outside =
    inMain === undefined
      ? rest
      : rest
          .split("\n")
          .filter((line) => !inMain.test(line))
          .join("\n");
  const main = inside === "" ? "" : `ex.main(async ({ _run }) => {\n${inside}\n});\n`;
  return [imports, missingImports(imports), QUIET, before, outside, main, after].join("\n");
}

function missingImports(imports: string): string {
  return IMPORTS.flatMap(([names, from]) =>
    names
      .split(", ")
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(imports))
      .map((name) => `import { ${name} } from "${from}";`),
  ).join("\n");
}

test("every piece of the documentation's code is run", () => {
  expect(BLOCKS.map(({ name }) => name).sort()).toEqual([...Object.keys(FRAMES), ...WHOLE].sort());
});

test.each(Object.entries(FRAMES))("%s", async (name, frame) => {
  const program = consumer({ "main.mjs": programOf(codeOf(name), frame), ...frame.files });
  const { code, stdout, stderr } = await program.run("main.mjs");
  expect({ code, stdout, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stdout: frame.prints, stderr: "" });
});

test("getting-started's first program prints what its comments say", async () => {
  const program = consumer({ "hello.mjs": codeOf("getting-started.md: An experiment") });
  const lines = codeOf("getting-started.md: An experiment (2)").trim().split("\n");
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const [command = "", comment] = line.split(" # ");
    const words = Array.from(command.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => quoted ?? word);
    const { code, stdout } = await program.run(...words.slice(1));
    const told = comment?.startsWith("Hello") === true ? `${comment}\n` : stdout;
    expect({ line, code, stdout }).toEqual({ line, code: 0, stdout: told });
  }
  expect(program.list("my_runs/1")).toContain("run.json");
});

test("reliability's commands for recovery", async () => {
  const program = consumer({ "hello.mjs": codeOf("getting-started.md: An experiment") });
  await program.run("hello.mjs", "-F", "my_runs");
  for (const line of codeOf("reliability.md: When a process has died").trim().split("\n")) {
    const [, words = ""] = /^npx sacred-ts ([^#]*)/.exec(line) ?? [];
    const { code, stderr } = await program.run(
      "node_modules/sacred-ts/dist/node/bin/sacred-ts.js",
      ...words.trim().split(" "),
    );
    expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: "" });
  }
});
