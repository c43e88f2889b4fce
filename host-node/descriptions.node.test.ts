import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDescriptions } from "../core/config/comments/read-descriptions.ts";
import { DEFAULT_IGNORED_COMMENTS } from "../core/settings.ts";
import { sources } from "./sources.ts";

const IGNORED = DEFAULT_IGNORED_COMMENTS.map((pattern) => new RegExp(pattern));

function describeSource(
  source: string,
  isStatements: boolean = false,
  ignored: readonly RegExp[] = IGNORED,
): Record<string, string> {
  const line = source.split("\n").findIndex((text) => /\.(?:config|scope|namedConfig)\(/.test(text)) + 1;
  const isIgnored = (comment: string): boolean => ignored.some((pattern) => pattern.test(comment));
  return Object.fromEntries(readDescriptions(sources.tokenize, source, line, isStatements, isIgnored));
}

test("a comment at the end of the line describes an entry, else the one above", () => {
  expect(
    describeSource(`ex.config({
  a: 10, // some integer
  // above b

  b: [1, 2], 
  /* a block */
  c: "text // no comment", // behind c
  d: 1,
  // above e, which spans lines
  e: {
    inner: 1, // inside
    get computed() { return 1; }, // computed
  },
  "quoted-key": 2, // quoted
  get late() { // at the brace
    return this.a;
  },
});`),
  ).toEqual({
    a: "some integer",
    b: "above b",
    c: "behind c",
    e: "above e, which spans lines",
    "e.inner": "inside",
    "e.computed": "computed",
    "quoted-key": "quoted",
    late: "at the brace",
  });
});

test("functions that return an object describe its properties, typed sources included", () => {
  expect(describeSource("ex.config(({ a, b = { x: 1 } }: Config) => ({\n  c: a as number, // from a\n}))")).toEqual({
    c: "from a",
  });
  expect(
    describeSource("ex.config((c) => {\n  const x = { y: 1 }; // not this\n  return { z: x.y }; // but this\n})"),
  ).toEqual({
    z: "but this",
  });
});

test("statements describe what they assign, in branches, too; the first description wins", () => {
  expect(
    describeSource(
      `ex.scope((c) => {
  c.steps = 100; // how many
  if (c.steps > 1) {
    // in a branch
    c.warmup = 10;
  } else c.none = 1; // otherwise
  c.steps = 200; // not this one
  for (const x of [1]) {
    c.looped = x; // too deep
  }
})`,
      true,
    ),
  ).toEqual({ steps: "how many", warmup: "in a branch", none: "otherwise" });
});

test("linters' directives describe nothing, and the setting says what is one", () => {
  const source = "ex.config({\n  // the rate\n  a: 1, // eslint-disable-line\n  // secret: b\n  b: 2,\n})";
  expect(describeSource(source)).toEqual({ a: "the rate", b: "secret: b" });
  expect(describeSource(source, false, [/^secret:/])).toEqual({ a: "eslint-disable-line" });
});

test("what can't be understood has no descriptions", () => {
  for (const source of ["ex.config(", "ex.config({ a: 1, // x", "ex.config(`${", "}}}} ex.config({{{{"]) {
    expect(typeof describeSource(source)).toBe("object");
  }
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-descriptions-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the place of a call is found, and its file read", async () => {
  const file = join(folder, "place.mjs");
  writeFileSync(
    file,
    "export const placed = (callSite) => {\n  function method() { return callSite(method); }\n  return method();\n};\n",
  );
  const { placed }: { placed: (callSite: unknown) => () => { file?: string; line?: number } } = await import(
    pathToFileURL(file).href
  );
  const site = placed(sources.callSite)();
  expect(site).toMatchObject({ file, line: 3 });
  expect(sources.read(file)).toContain("export const placed");
});

test("entries that share a line each have the comment behind them", () => {
  const docs = describeSource(`ex.config({
  a: 1, /* doc a */ b: "x", // the b
  h: 6, /* h1 */ i: 7,
  // above d
  d: 3, e: 4, // x
  /** m
   * second */
  m: [1, /* inside */ 2],
  c: \`t \${1 /* in */}\`, // the c
})`);
  expect(docs).toEqual({ a: "doc a", b: "the b", h: "h1", d: "above d", e: "x", m: "m second", c: "the c" });
});

test("assignments that share a line each have the comment behind them", () => {
  const docs = describeSource(
    `ex.scope((c) => {
  c.s1 = 1; /* doc s1 */ c.s2 = 2; // doc s2
  c.s3 = [1, 2]; // the third
})`,
    true,
  );
  expect(docs).toEqual({ s1: "doc s1", s2: "doc s2", s3: "the third" });
});
