import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ExperimentInfo } from "../../core/host.ts";
import { main, namesOf, Project } from "./projects.ts";

const TSX = fileURLToPath(new URL("../../node_modules/tsx/dist/loader.mjs", import.meta.url));

test("sources are what the main file imports, directly or through others, with their MD5", async () => {
  using project = new Project({
    "main.mjs": main({ imports: 'import "./a.mjs";\nexport * from "./lib/b.mjs";' }),
    "a.mjs": 'export { c } from "./lib/c.mjs";',
    "lib/b.mjs": 'import data from "../data.json" with { type: "json" };\nexport default data;',
    "lib/c.mjs": 'import { readFileSync } from "fs";\nimport "node:path";\nexport const c = readFileSync;',
    "data.json": "[1, 2]",
    "unused.mjs": "export {};",
  });
  const info = await project.info();
  const names = ["a.mjs", "data.json", "lib/b.mjs", "lib/c.mjs", "main.mjs"];
  expect(info.sources).toEqual(names.map((name) => [name, project.md5(name)]));
  expect(info).toMatchObject({ name: "study", base_dir: project.folder, mainfile: "main.mjs" });
  expect(info.dependencies).toEqual(["sacred-ts==0.1.0"]);
});

test("of CommonJS what was really required counts, by whatever name", async () => {
  // Node 20 can't require ES modules: the package is imported, which is asynchronous.
  const text = main()
    .replace(/^import .*$/m, "")
    .replace("ex.automain(() => 1);", "ex.main(() => 1);\nawait ex.run();");
  using project = new Project({
    "package.json": '{ "name": "study", "version": "0.0.1" }',
    "main.js": `require("./lib/a.js");
import("sacred-ts").then(async ({ experiment, RunObserver }) => {${text}});`,
    "lib/a.js": `const name = "b";
require(\`./\${name}.js\`);
if (name === "c") require("./never.js");
require("./data.json");`,
    "lib/b.js": "",
    "lib/never.js": "",
    "lib/data.json": "{}",
  });
  const info = await project.info(["main.js"]);
  expect(namesOf(info)).toEqual(["lib/a.js", "lib/b.js", "lib/data.json", "main.js"]);
  expect(info.dependencies).toEqual(["sacred-ts==0.1.0"]);
});

test("an ES module's CommonJS, through import and createRequire, is followed", async () => {
  using project = new Project({
    "main.mjs": main({
      imports:
        'import "./a.cjs";\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\nrequire("./c.cjs");',
    }),
    "a.cjs": 'module.exports = require("./b.cjs");',
    "b.cjs": "",
    "c.cjs": 'require("pack");',
    "node_modules/pack/package.json": '{ "name": "pack", "version": "1.2.3" }',
    "node_modules/pack/index.js": "",
  });
  const info = await project.info();
  expect(namesOf(info)).toEqual(["a.cjs", "b.cjs", "c.cjs", "main.mjs"]);
  expect(info.dependencies).toEqual(["pack==1.2.3", "sacred-ts==0.1.0"]);
});

test("a dynamic import is a source if it was really loaded, also by a computed name", async () => {
  const files = {
    "lazy.mjs": 'import "./behind.mjs";',
    "behind.mjs": "",
    "never.mjs": "",
    "computed.mjs": "",
    "node_modules/used/package.json": '{ "name": "used", "version": "1.0.0", "main": "index.js" }',
    "node_modules/used/index.js": "",
    "node_modules/unused/package.json": '{ "name": "unused", "version": "1.0.0", "main": "index.js" }',
    "node_modules/unused/index.js": "",
  };
  const literal =
    'await import("./lazy.mjs");\nawait import("used");\nexport const later = () => [import("./never.mjs"), import("unused")];';
  using project = new Project({ ...files, "main.mjs": main({ imports: literal }) });
  const info = await project.info();
  expect(namesOf(info)).toEqual(["behind.mjs", "lazy.mjs", "main.mjs"]);
  expect(info.dependencies).toEqual(["sacred-ts==0.1.0", "used==1.0.0"]);
  project.write({ "main.mjs": main({ imports: 'const name = "computed";\nawait import(`./${name}.mjs`);' }) });
  expect(namesOf(await project.info())).toEqual(["computed.mjs", "main.mjs"]);
});

test("where the engine may not tell what is loaded, dynamic imports count", async () => {
  using project = new Project({
    "main.mjs": main({ imports: 'export const later = () => import("./lazy.mjs");' }),
    "lazy.mjs": "",
  });
  const isOld = Number(process.versions.node.split(".")[0]) < 23;
  const permission = isOld ? "--experimental-permission" : "--permission";
  const info = await project.info([permission, "--allow-fs-read=*", "main.mjs"]);
  expect(namesOf(info)).toEqual(["lazy.mjs", "main.mjs"]);
  expect(info.repositories).toEqual([]);
});

test("TypeScript through tsx: types are no dependency, .js stands for .ts, and aliases of tsconfig.json are found", async () => {
  using project = new Project({
    "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }',
    "main.ts": main({
      imports:
        'import type { T } from "./types.js";\nimport { util } from "./lib/util.js";\nimport { other } from "@/other";\nconst t: T = util<T>(other as unknown as T);\nvoid t;',
    }).replace("startedEvent({ exInfo, hostInfo })", "override startedEvent({ exInfo, hostInfo }: any): void"),
    "types.ts": "export type T = number;",
    "lib/util.ts": 'import { deep } from "./deep";\nexport const util = <T>(x: T): T => (deep ? x : x);',
    "lib/deep.ts": "enum E { A = 1 }\nexport const deep: E = E.A;",
    "lib/other.ts": "export const other = 1;",
  });
  const info = await project.info(["--import", TSX, "main.ts"]);
  expect(namesOf(info)).toEqual(["lib/deep.ts", "lib/other.ts", "lib/util.ts", "main.ts"]);
  expect(info.mainfile).toBe("main.ts");
});

const STRIPS_TYPES = "typescript" in process.features && process.features.typescript !== false;

// Node 20 can't strip types; the other legs of CI can.
test.each(STRIPS_TYPES ? ["main.ts"] : [])("TypeScript of which Node strips the types: %s", async (file) => {
  using project = new Project({
    "main.ts": main({
      imports: 'import type { T } from "./types.ts";\nimport { a } from "./a.ts";\nconst t: T = a;\nvoid t;',
    }),
    "types.ts": "export type T = number;",
    "a.ts": "export const a: number = 1;",
  });
  expect(namesOf(await project.info([file]))).toEqual(["a.ts", "main.ts"]);
});

test("JSX, at which the reader of links may stumble, costs no source", async () => {
  using project = new Project({
    "main.ts": main({ imports: 'import "./view.tsx";' }).replace(
      "startedEvent({ exInfo, hostInfo })",
      "override startedEvent({ exInfo, hostInfo }: any): void",
    ),
    "view.tsx":
      'import { part } from "./part";\nconst h = (..._: unknown[]) => part;\n/** @jsx h */\nexport const view = <p>Don\'t / `stop {part} {"}"}</p>;',
    "part.ts": "export const part = 1;",
    "tsconfig.json": '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
  });
  expect(namesOf(await project.info(["--import", TSX, "main.ts"]))).toEqual(["main.ts", "part.ts", "view.tsx"]);
});

test('aliases of package.json ("imports") lead to files and packages, by the conditions that hold', async () => {
  using project = new Project({
    "package.json": JSON.stringify({
      type: "module",
      name: "study",
      imports: {
        "#lib/*": "./lib/*.mjs",
        "#lib/private/*": null,
        "#either": { browser: "./no.mjs", require: "./no.cjs", import: "./yes.mjs" },
        "#mode": { special: "./special.mjs", default: "./usual.mjs" },
        "#pack": "pack",
      },
    }),
    "main.mjs": main({ imports: 'import "#lib/deep/a";\nimport "#either";\nimport "#mode";\nimport "#pack";' }),
    "lib/deep/a.mjs": "",
    "yes.mjs": "",
    "special.mjs": "",
    "usual.mjs": "",
    "node_modules/pack/package.json": '{ "name": "real-name", "version": "2.0.0", "main": "index.js" }',
    "node_modules/pack/index.js": "",
  });
  const info = await project.info();
  expect(namesOf(info)).toEqual(["lib/deep/a.mjs", "main.mjs", "usual.mjs", "yes.mjs"]);
  expect(info.dependencies).toEqual(["real-name==2.0.0", "sacred-ts==0.1.0"]);
  expect(namesOf(await project.info(["--conditions=special", "main.mjs"]))).toContain("special.mjs");
});

test("packages of the same workspace are sources within the base folder and dependencies outside of it", async () => {
  using project = new Project({
    "main.mjs": main({ imports: 'import "@team/inside";\nimport "@team/inside/sub";' }),
    "packages/inside/package.json": JSON.stringify({
      name: "@team/inside",
      version: "3.0.0",
      type: "module",
      exports: { ".": "./src/index.mjs", "./sub": { default: "./src/sub.mjs" } },
    }),
    "packages/inside/src/index.mjs": "",
    "packages/inside/src/sub.mjs": "",
    "apps/one/package.json": '{ "name": "one" }',
    "apps/one/main.mjs": main({ imports: 'import "@team/inside";' }),
  });
  const { symlinkSync, mkdirSync } = await import("node:fs");
  mkdirSync(join(project.folder, "node_modules", "@team"));
  symlinkSync("../../packages/inside", join(project.folder, "node_modules", "@team", "inside"));
  const whole = await project.info();
  expect(namesOf(whole)).toEqual(["main.mjs", "packages/inside/src/index.mjs", "packages/inside/src/sub.mjs"]);
  const app = await project.info(["apps/one/main.mjs"]);
  expect(app.sources).toEqual([["main.mjs", project.md5("apps/one/main.mjs")]]);
  expect(app.dependencies).toEqual(["@team/inside==3.0.0", "sacred-ts==0.1.0"]);
});

test("baseDir widens what counts as the experiment's own", async () => {
  const files = { "experiments/main.mjs": main({ imports: 'import "../lib/a.mjs";' }), "lib/a.mjs": "" };
  using project = new Project(files);
  expect(namesOf(await project.info(["experiments/main.mjs"]))).toEqual(["main.mjs"]);
  project.write({
    "experiments/main.mjs": main({ imports: 'import "../lib/a.mjs";', options: '{ baseDir: "." }' }),
  });
  const info = await project.info(["experiments/main.mjs"]);
  expect(namesOf(info)).toEqual(["experiments/main.mjs", "lib/a.mjs"]);
  expect(info).toMatchObject({ base_dir: project.folder, mainfile: "experiments/main.mjs" });
});

test("ingredients, added files and added packages belong to the experiment", async () => {
  using project = new Project({
    "main.mjs": main({
      imports: 'import { data } from "./data/ingredient.mjs";',
      options: "{ ingredients: [data] }",
      before:
        'ex.addSourceFile("model.txt");\nex.addPackageDependency("CUDA", "12.4");\nex.addPackageDependency("sacred-ts", "mine");',
    }),
    "data/ingredient.mjs":
      'import { ingredient } from "sacred-ts";\nexport const data = ingredient("data");\ndata.addSourceFile(new URL("table.csv", import.meta.url));',
    "data/table.csv": "1;2",
    "model.txt": "weights",
  });
  const info = await project.info();
  expect(namesOf(info)).toEqual(["data/ingredient.mjs", "data/table.csv", "main.mjs", "model.txt"]);
  expect(info.dependencies).toEqual(["CUDA==12.4", "sacred-ts==mine"]);
});

test("an ingredient tells what it is made of, without the experiment that uses it", async () => {
  using project = new Project({
    "data/ingredient.mjs": `import { ingredient } from "sacred-ts";
import "./parse.mjs";
const data = ingredient("data").addPackageDependency("CUDA", "12.4");
console.log(JSON.stringify(await data.getExperimentInfo()));`,
    "data/parse.mjs": "export {};",
  });
  const { stdout } = await project.node(["data/ingredient.mjs"]);
  const info: { name: string; sources: string[][]; dependencies: string[] } = JSON.parse(stdout);
  expect(info.name).toBe("data");
  expect(info.sources.map(([name]) => name)).toEqual(["ingredient.mjs", "parse.mjs"]);
  expect(info.dependencies).toContain("CUDA==12.4");
});

test("an added file that isn't there is an error that names it", async () => {
  using project = new Project({ "main.mjs": main({ before: 'ex.addSourceFile("nothing.txt");' }) });
  const { code, stdout, stderr } = await project.node(["main.mjs"]);
  expect(stderr).toContain(`named by addSourceFile, but can't be read: ${join(project.folder, "nothing.txt")}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

test("a file that can't be read as a program, an unknown name and a circle hurt nobody", async () => {
  using project = new Project({
    "main.mjs": main({
      imports: 'import "./a.mjs";\nexport const never = () => [import("nowhere"), import("file://host/x")];',
    }),
    "a.mjs": 'import "./b.mjs";',
    "b.mjs": 'import "./a.mjs";\nimport "data:text/javascript,1";',
  });
  expect(namesOf(await project.info())).toEqual(["a.mjs", "b.mjs", "main.mjs"]);
});

test.each([
  ["none", ["main.mjs"]],
  ["imported", ["a.mjs", "main.mjs"]],
  ["sys", ["a.mjs", "main.mjs", "preloaded.mjs"]],
  ["dir", ["a.mjs", "lib/unused.ts", "main.mjs", "preloaded.mjs"]],
])("discoverSources %s", async (mode, expected) => {
  using project = new Project({
    "main.mjs": main({ imports: 'import "./a.mjs";', before: `settings.discoverSources = "${mode}";` }),
    "a.mjs": "",
    "preloaded.mjs": "",
    "lib/unused.ts": "",
    "lib/notes.txt": "",
    ".hidden/x.mjs": "",
    "runs/_sources/a_0123.mjs": "",
    "node_modules/pack/index.js": "",
  });
  const info = await project.info(["--import", "./preloaded.mjs", "main.mjs"]);
  expect(namesOf(info)).toEqual(expected);
  expect(info.dependencies).toEqual(["sacred-ts==0.1.0"]);
});

test.each([
  ["none", []],
  ["imported", ["direct==1.0.0", "sacred-ts==0.1.0"]],
  ["sys", ["direct==1.0.0", "indirect==2.0.0", "sacred-ts==0.1.0"]],
  ["pkg", ["@scope/installed==3.0.0", "direct==1.0.0", "indirect==2.0.0", "indirect==2.5.0", "sacred-ts==0.1.0"]],
])("discoverDependencies %s", async (mode, expected) => {
  using project = new Project({
    "main.mjs": main({ imports: 'import "direct";', before: `settings.discoverDependencies = "${mode}";` }),
    "node_modules/direct/package.json": '{ "name": "direct", "version": "1.0.0", "main": "index.js" }',
    "node_modules/direct/index.js": 'require("indirect");',
    "node_modules/indirect/package.json": '{ "name": "indirect", "version": "2.0.0", "main": "index.js" }',
    "node_modules/indirect/index.js": "",
    "node_modules/@scope/installed/package.json": '{ "name": "@scope/installed", "version": "3.0.0" }',
    "node_modules/@scope/installed/node_modules/indirect/package.json": '{ "name": "indirect", "version": "2.5.0" }',
  });
  const { dependencies, sources } = await project.info();
  // The package under test is linked: the packages that it uses are there, too.
  const ours = /^(?:direct|indirect|@scope\/installed|sacred-ts)==/;
  expect(dependencies.filter((text) => ours.test(text))).toEqual(expected);
  expect(sources.length).toBe(1);
});

test("a run that is only queued, and one with a name of its own, are told about their code, too", async () => {
  using project = new Project({ "main.mjs": main().replace("startedEvent", "queuedEvent") });
  const info = await project.info(["main.mjs", "-q", "-n", "other"]);
  expect(info).toMatchObject({ name: "other", dependencies: ["sacred-ts==0.1.0"] });
  expect(namesOf(info)).toEqual(["main.mjs"]);
});

test.skipIf(process.platform === "win32")("thousands of files are found with a hundred open ones allowed", async () => {
  const names = Array.from({ length: 1500 }, (_, index) => `lib/f${String(index).padStart(4, "0")}.mjs`);
  using project = new Project({
    "main.mjs": main({ before: 'settings.discoverSources = "dir";' }),
    ...Object.fromEntries(names.map((name) => [name, `// ${name}`])),
  });
  const { stdout } = await project.shell(`ulimit -n 100 && "${process.execPath}" main.mjs`);
  const info = JSON.parse(stdout) as ExperimentInfo;
  expect(namesOf(info)).toEqual([...names, "main.mjs"]);
});

test("nothing is looked for when nobody observes", async () => {
  using project = new Project({
    "main.mjs": main({ options: "{ observers: [] }" }).replace(
      "() => 1",
      "({ _run }) => process.stdout.write(JSON.stringify(_run.experimentInfo))",
    ),
  });
  const { stdout } = await project.node(["main.mjs"], { PATH: "" });
  expect(JSON.parse(stdout)).toEqual({
    name: "study",
    base_dir: project.folder,
    mainfile: "main.mjs",
    sources: [],
    dependencies: [],
    repositories: [],
  });
});

test("a source that changed after it was loaded is told of, and one that didn't is not", async () => {
  using project = new Project({
    "main.mjs": `import { appendFileSync } from "node:fs";
import { experiment, RunObserver } from "sacred-ts";
import { half } from "./half.mjs";
const ex = experiment("study", { observers: [new RunObserver()] });
ex.addSourceFile("notes.mjs");
ex.main(() => half(1));
await ex.run();
console.log("first");
for (const file of ["half.mjs", "notes.mjs", "data.json"]) appendFileSync(file, " ");
await ex.run();
`,
    "half.mjs":
      'import data from "./data.json" with { type: "json" };\nexport const half = (x) => x / 2 + data.length;',
    "data.json": "[1, 2]",
    "notes.mjs": "",
  });
  const { code, stdout, stderr } = await project.node(["main.mjs"]);
  expect(code).toBe(0);
  const warnings = `${stdout}${stderr}`.split("\n").filter((line) => line.startsWith("WARNING"));
  expect(warnings).toEqual([
    `WARNING - study - ${join(project.folder, "half.mjs")} changed after the program had loaded it: what is stored of it isn't what runs. Start the program again.`,
  ]);
});

test("a source that changes while its run starts isn't stored as the one that was noted", async () => {
  using project = new Project({
    "main.mjs": `import { writeFileSync } from "node:fs";
import { experiment, RunObserver } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import "./dep.mjs";
class Editor extends RunObserver {
  priority = 100;
  startedEvent() { writeFileSync("dep.mjs", "export const edited = true;"); }
  queuedEvent() { writeFileSync("dep.mjs", "export const edited = 'again';"); }
}
const ex = experiment("study", { observers: [new Editor(), new FileStorageObserver("runs")] });
ex.automain(() => 1);
`,
    "dep.mjs": "",
  });
  const listed = (): Promise<unknown> =>
    project.shell("cat runs/1/run.json").then(({ stdout }) => JSON.parse(stdout).experiment.sources);
  const started = await project.node(["main.mjs"]);
  const message = `WARNING - study - ${join(project.folder, "dep.mjs")} changed, or went away, while the run was starting`;
  expect(started.stderr).toContain(message);
  expect(await listed()).toEqual([
    ["dep.mjs", "../dep.mjs"],
    ["main.mjs", expect.stringMatching(/^_sources\/main_[\da-f]{32}\.mjs$/)],
  ]);
  const queued = await project.node(["main.mjs", "--queue"]);
  expect(queued.stderr).toContain(message);
  expect((await project.shell("ls runs/2")).stdout).not.toContain("dep.mjs");
});
