import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packedConsumer } from "../support/packed-consumer.ts";

const LIMIT_BYTES = 1_000_000;

let folder: string;
let root: string;
let files: string[];

beforeAll(async () => {
  folder = await packedConsumer([]);
  root = join(folder, "node_modules", "sacred-ts");
  files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textsOf = (...extensions: string[]): (readonly [file: string, text: string])[] =>
  files
    .filter((file) => extensions.includes(extname(file)))
    .map((file) => [file, readFileSync(join(root, file), "utf8")] as const);

test("the packed package has at most a megabyte", () => {
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  expect(statSync(join(folder, tarball)).size).toBeLessThanOrEqual(LIMIT_BYTES);
});

test("it holds what is built, the documentation and the examples, and nothing of tests or runs", () => {
  expect([...new Set(files.map((file) => file.split(/[\\/]/)[0]))].sort()).toEqual([
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "dist",
    "docs",
    "examples",
    "package.json",
  ]);
  expect(files.filter((file) => /test|fixture|run\.json|metrics\.log|\.map$/.test(file))).toEqual([]);
});

test("no file names a source map that isn't there", () => {
  const naming = textsOf(".js", ".mjs", ".ts").filter(([, text]) => /^\/\/# sourceMappingURL=(?!data:)/m.test(text));
  expect(naming.map(([file]) => file)).toEqual([]);
});

test("declarations are one file an entry and what entries share, and name no place where they were built", () => {
  const declarations = textsOf(".ts").filter(([file]) => file.startsWith(join("dist", "types")));
  expect(declarations.length).toBeLessThan(40);
  for (const [, text] of declarations) expect(text).not.toMatch(/\bdist-\d+\b|[\\/]types-single[\\/]/);
});

test("every link of its documents leads to a file that is in it", () => {
  const broken = textsOf(".md").flatMap(([file, text]) =>
    Array.from(text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g), ([, link = ""]) => link)
      .filter((link) => !existsSync(join(root, dirname(file), link)))
      .map((link) => `${file}: ${link}`),
  );
  expect(broken).toEqual([]);
});
