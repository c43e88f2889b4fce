import { readdirSync, readFileSync } from "node:fs";

const DOCS = new URL("../../docs/", import.meta.url);

/** A piece of code in the documentation. */
export interface Block {
  /** like `runs.md: Reading runs` */
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

/** The names of the documentation's files. */
export const guides = (): string[] => readdirSync(DOCS).filter((name) => name.endsWith(".md"));

export const guide = (name: string): string => readFileSync(new URL(name, DOCS), "utf8");

/** The pieces of code of one file, named by their headings; a second one below a heading is called `… (2)`. */
export function blocksOf(file: string): Block[] {
  const counts = new Map<string, number>();
  let heading = "";
  return Array.from(guide(file).matchAll(/^#+ (.*)$|^```(\w+)\n([\s\S]*?)^```$/gm)).flatMap(
    ([, title, language = "", code = ""]) => {
      if (title !== undefined) heading = title;
      if (title !== undefined) return [];
      const count = (counts.get(heading) ?? 0) + 1;
      counts.set(heading, count);
      return [{ name: `${file}: ${heading}${count === 1 ? "" : ` (${count})`}`, language, code }];
    },
  );
}
