import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const TSX = pathToFileURL(fileURLToPath(new URL("../../node_modules/tsx/dist/loader.mjs", import.meta.url))).href;

// The failure stands in line 9, which no bundle keeps.
const SOURCE = `import { experiment } from "sacred-ts";

interface Config {
  readonly size: number;
}

const ex = experiment("mapped").config({ size: 3 });
const fail = ({ size }: Config): never => {
  throw new RangeError("too small: " + size);
};
ex.command("caused", (config: Config) => {
  try {
    fail(config);
  } catch (cause) {
    throw new Error("outer", { cause });
  }
});
ex.command("several", () => {
  throw new AggregateError([new TypeError("first"), new TypeError("second", { cause: "why" })], "all of them");
});
ex.automain((config: Config) => fail(config));
`;
const PLACE = "main.ts:9:";

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "src/main.ts": SOURCE });
  // What the package loads when it is needed stays outside of bundles.
  const dependency = fileURLToPath(new URL("../../node_modules/js-tokens", import.meta.url));
  symlinkSync(dependency, join(program.folder, "node_modules", "js-tokens"), "junction");
});
afterAll(() => program.remove());

/** Bundles the program to one file, in which lines and columns are others. */
async function bundle(file: string, options: { sourcemap: boolean | "inline"; whole?: boolean }): Promise<string> {
  const build = await rolldown({
    input: join(program.folder, "src/main.ts"),
    cwd: program.folder,
    platform: "node",
    external: options.whole === true ? [/^node:/, "koffi"] : [/^node:/, "sacred-ts"],
  });
  await build.write({
    file: join(program.folder, file),
    format: "esm",
    sourcemap: options.sourcemap,
    banner: "// a banner\n\n\n",
    minify: true,
    codeSplitting: false,
  });
  await build.close();
  return file;
}

test.each([
  ["a map in a file", "dist/file.mjs", true],
  ["an inline map", "dist/inline.mjs", "inline"],
] as const)(
  "%s: the stack names the original places, and what is stored stays as it was",
  async (_what, file, sourcemap) => {
    await bundle(file, { sourcemap });
    const runs = `${file}-runs`;
    const { code, stderr } = await program.run(file, "-F", runs);
    expect(code).toBe(1);
    expect(stderr).toContain("RangeError: too small: 3\n");
    expect(stderr).toContain(join(program.folder, "src", PLACE));
    expect(stderr).not.toContain(file);
    const trace = JSON.stringify(
      (JSON.parse(program.read(`${runs}/1/run.json`)) as { fail_trace: unknown }).fail_trace,
    );
    expect(trace).toContain(`${file}:`);
    expect(trace).not.toContain("main.ts");
  },
);

test("with -d the stack is whole and as it was", async () => {
  await bundle("dist/debug.mjs", { sourcemap: true });
  const { stderr } = await program.run("dist/debug.mjs", "-d");
  expect(stderr).toContain("dist/debug.mjs:");
  expect(stderr).toMatch(/dist\/node\/chunks/);
  expect(stderr).not.toContain("main.ts");
});

test.each([
  ["Node maps", ["--enable-source-maps", "dist/once.mjs"]],
  ["tsx runs the source", ["--import", TSX, "src/main.ts"]],
])("where %s, nothing is mapped twice, and the package's frames are left out", async (_who, args) => {
  await bundle("dist/once.mjs", { sourcemap: true });
  const { stderr } = await program.run(...args);
  const frames = stderr.split("\n").filter((line) => /^\s+at /.test(line));
  expect(frames[0]).toContain(PLACE);
  expect(frames.filter((line) => !line.includes("main.ts"))).toEqual([]);
});

test("a bundle that holds the package, too: its map tells the package's frames from the user's", async () => {
  await bundle("dist/whole.mjs", { sourcemap: true, whole: true });
  const { code, stderr } = await program.run("dist/whole.mjs");
  const frames = stderr.split("\n").filter((line) => /^\s+at /.test(line));
  expect(code).toBe(1);
  expect(frames[0]).toContain(PLACE);
  expect(frames.filter((line) => !line.includes("main.ts"))).toEqual([]);
});

test("causes, and the errors of an AggregateError, are shown in the same way", async () => {
  await bundle("dist/causes.mjs", { sourcemap: true });
  const caused = (await program.run("dist/causes.mjs", "caused")).stderr;
  expect(caused).toMatch(/Error: outer\n.*main\.ts:15:\d+[^]*\nCaused by: RangeError: too small: 3\n.*main\.ts:9:/);
  const several = (await program.run("dist/causes.mjs", "several")).stderr;
  expect(several).toMatch(/AggregateError: all of them\n.*main\.ts:19:/);
  expect(several).toMatch(/Error 1 of 2: TypeError: first\n.*main\.ts:19:/);
  expect(several).toMatch(/Error 2 of 2: TypeError: second\n.*main\.ts:19:\d+[^]*Caused by: Error: why\n/);
});

test.each([
  ["a map that is missing", "//# sourceMappingURL=nowhere.map"],
  ["a map that is broken", "//# sourceMappingURL=data:application/json,{nonsense"],
  ["a map elsewhere", "//# sourceMappingURL=https://localhost/map.json"],
])("%s leaves the stack as it is", async (_what, annotation) => {
  const source = `import { experiment } from "sacred-ts";\nexperiment("plain").automain(() => { throw new RangeError("so"); });\n`;
  program.write("plain.mjs", `${source}${annotation}\n`);
  const { code, stderr } = await program.run("plain.mjs");
  expect(code).toBe(1);
  expect(stderr).toMatch(/RangeError: so\n.*plain\.mjs:2:44/);
});

test("relative sources are relative to the map and its root, in folders whose names have blanks", async () => {
  const source = `import { experiment } from "sacred-ts";\nexperiment("plain").automain(() => { throw new RangeError("so"); });\n`;
  // The second line comes from the fourth of the source.
  const map = { version: 3, sourceRoot: "../the sources", sources: ["a b.ts"], names: [], mappings: ";AAGA" };
  program.write("the out/maps/plain.map", JSON.stringify(map));
  program.write("the out/plain.mjs", `${source}//# sourceMappingURL=maps/plain.map\n`);
  const { stderr } = await program.run("the out/plain.mjs");
  expect(stderr).toContain(join(program.folder, "the out", "the sources", "a b.ts:4:1"));
});
