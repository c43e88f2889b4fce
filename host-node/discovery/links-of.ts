import { type Links, readLinks } from "./read-links.ts";
import type { SourceFile } from "./source-file.ts";

const NO_LINKS: Links = {
  imports: [],
  dynamicImports: [],
  requires: [],
  hasOpenImports: false,
  hasOpenRequires: false,
};

const known: WeakMap<SourceFile, Links> = new WeakMap();

/** What a file asks for; its text is read once. */
export function linksOf(file: SourceFile): Links {
  const before = known.get(file);
  if (before !== undefined) return before;
  const text = file.takeText();
  const links = text === undefined ? NO_LINKS : readLinks(text);
  known.set(file, links);
  return links;
}
