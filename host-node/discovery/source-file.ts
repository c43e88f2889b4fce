import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { Md5 } from "../../core/record/md5.ts";
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

/** Larger files are hashed faster by node:crypto, which takes 2 ms to be loaded. */
const SMALL_BYTES = 1 << 15;

/** A file as it was read: its MD5, and its text if it is a program. */
export class SourceFile {
  /** in hexadecimal */
  readonly digest: string;
  /** when it was changed last, in milliseconds since the epoch */
  readonly changedAt: number;
  #content: Buffer | undefined;

  constructor(path: string, content: Buffer, changedAt: number) {
    this.changedAt = changedAt;
    this.digest = content.length <= SMALL_BYTES ? new Md5().update(content).hex() : cryptoMd5(content);
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

function cryptoMd5(content: Buffer): string {
  return process.getBuiltinModule("node:crypto").createHash("md5").update(content).digest("hex");
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
    const file = readWhole(path).then((content) => new SourceFile(path, content, mtimeMs));
    known.set(path, { stamp, file });
    return await file;
  } catch {
    return undefined;
  }
}
