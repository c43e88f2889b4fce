import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const BUNDLES = ["inside/esm/exp.mjs", "inside/cjs/exp.cjs", "outside/esm/exp.mjs", "outside/cjs/exp.cjs"];

test.for(BUNDLES)("automain starts the bundle %s, with source maps or without", async (file) => {
  expect((await consumer.run(file, "with", "a=2")).stdout).toBe("ran 8\n");
  expect((await consumer.run("--enable-source-maps", file, "with", "a=2")).stdout).toBe("ran 8\n");
});

test.for(BUNDLES)("runs of the bundle %s are stored, sources included", async (file) => {
  expect((await consumer.run(file, "-F", `runs-${file}`, "-C", "sys")).code).toBe(0);
  const run = JSON.parse(consumer.read(`runs-${file}/1/run.json`));
  expect(run.status).toBe("COMPLETED");
  expect(run.experiment.mainfile).toBe(file.split("/").at(-1));
});

test.for(BUNDLES)("a failure in the bundle %s names the line of its source", async (file) => {
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
