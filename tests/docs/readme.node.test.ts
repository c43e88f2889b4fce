import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Consumer } from "../support/consumer.ts";

const read = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), "utf8");
const [, PROGRAM = ""] = /```js\n([\s\S]*?)```/.exec(read("README.md")) ?? [];

/** What the picture shows: each command with the lines below it. */
const SESSIONS = [...read("docs/images/terminal.svg").matchAll(/<text[^>]*>(.*)<\/text>/g)]
  .map(([, line = ""]) =>
    line
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll("&quot;", '"')
      .replaceAll("&#x27;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
  )
  .reduce<{ words: string[]; lines: string[] }[]>((sessions, line) => {
    if (line.startsWith("$ node ")) sessions.push({ words: line.slice("$ node ".length).split(" "), lines: [] });
    else sessions.at(-1)?.lines.push(line);
    return sessions;
  }, []);

let program: Consumer;
beforeAll(() => {
  program = new Consumer({ "svm.mjs": PROGRAM });
});
afterAll(() => program.remove());

test("the picture shows three commands", () => {
  expect(SESSIONS.map(({ words }) => words[0])).toEqual(["svm.mjs", "svm.mjs", "svm.mjs"]);
});

test.each(SESSIONS)("the README's program prints what the picture shows: $words", async ({ words, lines }) => {
  const { stdout, stderr } = await program.run(...words);
  const printed = new Set(`${stdout}\n${stderr}`.split("\n"));
  for (const line of lines) expect(printed).toContain(line);
});

test("its run is stored in the files that the README names", () => {
  expect(program.list("my_runs/1")).toEqual(
    expect.arrayContaining(["config.json", "cout.txt", "metrics.json", "metrics.log", "run.json"]),
  );
  expect(program.list("my_runs/_sources")).toEqual([expect.stringMatching(/^svm_[0-9a-f]{32}\.mjs$/)]);
});
