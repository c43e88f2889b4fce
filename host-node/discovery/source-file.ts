import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { readWhole } from "./read-whole.ts";

/** What is read as a program; others (data, binaries) ask for nothing. Files without an extension may be programs. */
export const PROGRAM_EXTENSIONS: ReadonlySet<string> = new Set([
  ".js",
  ".mjs",
  ".cjs",
  ".jsx",
  ".ts",
  ".mts",
  ".cts",
  ".tsx",
]);

/** A file as it was read: its MD5, and its text if it is a program. */
export class SourceFile {
  /** in hexadecimal */
  readonly digest: string;
  #content: Buffer | undefined;

  constructor(path: string, content: Buffer) {
    // Loaded here: it takes 2 ms, and runs that nobody observes do without it.
    const { createHash } = process.getBuiltinModule("node:crypto");
    this.digest = createHash("md5").update(content).digest("hex");
    const extension = extname(path);
    const isProgram = extension === "" || PROGRAM_EXTENSIONS.has(extension);
    this.#content = isProgram && !path.endsWith(".d.ts") ? content : undefined;
  }

  /** The text of a program, which isn't kept any longer; undefined of other files. */
  takeText(): string | undefined {
    const text = this.#content?.toString("utf8");
    this.#content = undefined;
    return text;
  }
}

const known: Map<string, { readonly stamp: string; readonly file: Promise<SourceFile> }> = new Map();

/**
 * A file, read once in a process unless it changes.
 *
 * @param path its real path
 * @returns undefined if there is no such file
 */
export async function sourceFile(path: string): Promise<SourceFile | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const before = known.get(path);
    if (before?.stamp === stamp) return await before.file;
    const file = readWhole(path).then((content) => new SourceFile(path, content));
    known.set(path, { stamp, file });
    return await file;
  } catch {
    return undefined;
  }
}
