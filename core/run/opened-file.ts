declare global {
  /** What the types of a host add to those of the package. */
  interface SacredTsHost {}
}

/** What `openResource` gives: on Node a FileHandle of node:fs/promises. Browsers open no files. */
export type OpenedFile = SacredTsHost extends { readonly openedFile: infer F } ? F : unknown;

/** As Python's open: to read, write, append, or make a new file; with "+" both to read and to write. */
export type OpenMode = `${"r" | "w" | "a" | "x"}${"" | "b" | "t" | "+" | "+b" | "b+" | "+t" | "t+"}`;
