import { basename, join } from "node:path";
import { build as esbuild } from "esbuild";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import { Consumer } from "../support/consumer.ts";

const PROGRAM = `import { experiment } from "sacred-ts";
import { double } from "./double.js";
const ex = experiment("e").config({ a: 1 });
// A pattern that takes more than one look to be read.
const sum = ex.capture(({ a, list = [1, [2]] }) => a + list.length);
ex.command("fail", () => { throw new Error("of mine"); });
ex.automain(() => console.log("ran", double(sum())));
`;

let consumer: Consumer;
beforeAll(async () => {
  consumer = new Consumer({ "exp.js": PROGRAM, "double.js": "export const double = (x) => 2 * x;\n" });
  for (const format of ["esm", "cjs"] as const) {
    await bundle("inside", format, true);
    await bundle("outside", format, false);
    await bundleByEsbuild(format);
    await bundleByWebpack(format);
  }
});
afterAll(() => consumer.remove());

async function bundle(folder: string, format: "esm" | "cjs", isInside: boolean): Promise<void> {
  const build = await rolldown({
    input: join(consumer.folder, "exp.js"),
    external: isInside ? [/^node:/] : [/^node:/, /^sacred-ts/],
    platform: "node",
    logLevel: "silent",
  });
  const extension = format === "esm" ? "mjs" : "cjs";
  const dir = join(consumer.folder, folder, format);
  await build.write({
    dir,
    format,
    entryFileNames: `exp.${extension}`,
    chunkFileNames: `[name]-[hash].${extension}`,
    minify: isInside,
    sourcemap: true,
  });
  await build.close();
}

/** Its CommonJS has an empty `import.meta`. */
async function bundleByEsbuild(format: "esm" | "cjs"): Promise<void> {
  const extension = format === "esm" ? "mjs" : "cjs";
  await esbuild({
    entryPoints: [join(consumer.folder, "exp.js")],
    outfile: join(consumer.folder, `esbuild/exp.${extension}`),
    bundle: true,
    minify: true,
    sourcemap: true,
    platform: "node",
    format,
    // As where the package isn't a link: of node_modules esbuild warns of nothing.
    logLevel: "silent",
  });
}

/** It answers `typeof __filename` itself, in modules, too, and has an address of the machine that it has run on in `import.meta`. */
function bundleByWebpack(format: "esm" | "cjs"): Promise<void> {
  const isModule = format === "esm";
  const extension = isModule ? "mjs" : "cjs";
  const options: webpack.Configuration = {
    context: consumer.folder,
    mode: "production",
    target: "node",
    devtool: "source-map",
    entry: "./exp.js",
    // Terser takes half a minute on a busy machine.
    optimization: { minimize: false },
    experiments: { outputModule: isModule },
    output: {
      path: join(consumer.folder, "webpack"),
      filename: `exp.${extension}`,
      chunkFilename: `[id].${extension}`,
      module: isModule,
      devtoolModuleFilenameTemplate: "[absolute-resource-path]",
    },
  };
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error === null && stats?.hasErrors() === false && !stats.hasWarnings()) resolve();
      else reject(error ?? new Error(stats?.toString({ all: false, errors: true, warnings: true })));
    });
  });
}

const BUNDLES = ["inside", "outside"].flatMap((folder) => [`${folder}/esm/exp.mjs`, `${folder}/cjs/exp.cjs`]);
const OTHERS = ["esbuild", "webpack"].flatMap((folder) => [`${folder}/exp.mjs`, `${folder}/exp.cjs`]);

test.for([...BUNDLES, ...OTHERS])("automain starts the bundle %s, with source maps or without", async (file) => {
  expect((await consumer.run(file, "with", "a=2")).stdout).toBe("ran 8\n");
  expect((await consumer.run("--enable-source-maps", file, "with", "a=2")).stdout).toBe("ran 8\n");
});

test.for([...BUNDLES, ...OTHERS])("runs of the bundle %s are stored, sources included", async (file) => {
  expect((await consumer.run(file, "-F", `runs-${file}`, "-C", "sys")).code).toBe(0);
  const run = JSON.parse(consumer.read(`runs-${file}/1/run.json`));
  expect(run.status).toBe("COMPLETED");
  expect(run.experiment.mainfile).toBe(basename(file));
});

test.for([...BUNDLES, ...OTHERS])("a failure in the bundle %s names the line of its source", async (file) => {
  const { code, stderr } = await consumer.run(file, "fail");
  expect(code).toBe(1);
  expect(stderr).toContain("Error: of mine");
  expect(stderr).toMatch(/\bexp\.js:6:/);
});

test("a bundle that lacks the package for a configuration file says what to do", async () => {
  consumer.write("conf.yaml", "a: 5\n");
  const { code, stderr } = await consumer.run("inside/esm/exp.mjs", "with", "conf.yaml");
  expect(code).toBe(2);
  expect(stderr).toContain("leave sacred-ts outside of it (external), or install yaml beside it");
  expect((await consumer.run("outside/esm/exp.mjs", "with", "conf.yaml")).stdout).toBe("ran 14\n");
});

test("a bundle without a source map whose program starts the command line itself shows what has failed", async () => {
  consumer.write(
    "starts.js",
    `import { experiment } from "sacred-ts";
const ex = experiment("e").config({ a: 1 });
ex.main(() => { throw new Error("of mine"); });
ex.runCommandline();
`,
  );
  const outfile = join(consumer.folder, "starts/starts.cjs");
  const entryPoints = [join(consumer.folder, "starts.js")];
  await esbuild({ entryPoints, outfile, bundle: true, platform: "node", format: "cjs", logLevel: "silent" });
  const failed = await consumer.run("starts/starts.cjs");
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/^Error: of mine\n {4}at .*starts\.cjs:\d+:\d+/m);
  const refused = await consumer.run("starts/starts.cjs", "with", "b=1");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("b = 1");
});

test("a source map whose sources are no addresses leaves the failure as it was", async () => {
  const sources = JSON.stringify({
    version: 3,
    sources: ["http://[nowhere"],
    names: [],
    mappings: "AAAA;AAAA;AAAA;AAAA",
  });
  const map = Buffer.from(sources).toString("base64");
  const program = `import { experiment } from "sacred-ts";
const ex = experiment("e");
ex.automain(() => { throw new Error("of mine"); });
//# ${"sourceMappingURL"}=data:application/json;base64,${map}
`;
  consumer.write("unmappable.js", program);
  const { code, stderr } = await consumer.run("unmappable.js");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Error: of mine\n {4}at .*unmappable\.js:3:/m);
});
