import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { guides } from "./blocks.ts";

const ROOT = new URL("../../", import.meta.url);
const FILES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...guides().map((name) => `docs/${name}`)];

/** The anchors that GitHub makes of a text's headings. */
function anchorsOf(text: string): string[] {
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test.each(FILES)("links in %s lead to files and headings that are there", (file) => {
  const broken = Array.from(readFileSync(new URL(file, ROOT), "utf8").matchAll(/\]\(([^)\s]+)\)/g), ([, to = ""]) => to)
    .filter((to) => !/^[a-z]+:/.test(to))
    .filter((to) => {
      const target = new URL(to, new URL(file, ROOT));
      const anchor = decodeURIComponent(target.hash.slice(1));
      target.hash = "";
      if (!existsSync(target)) return true;
      return anchor !== "" && !anchorsOf(readFileSync(target, "utf8")).includes(anchor);
    });
  expect(broken).toEqual([]);
});
