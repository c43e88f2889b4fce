import { ConfigFileError } from "../../core/errors/index.ts";
import type { Dict } from "../../core/values.ts";

/** A kind of configuration file. Its library is loaded when a file of this kind is read or written, and not before. */
export interface ConfigFormat {
  /** how messages call it */
  readonly name: string;
  /** @throws {ConfigFileError} naming file, line and column */
  read(bytes: Uint8Array, file: string): unknown;
  write(config: Dict): string | Uint8Array;
}

/** Lines and columns count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Where the character at `offset` stands. */
export function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}

/** "FILE is no valid NAME (line 2, column 5): why" */
export function invalidFile(
  file: string,
  name: string,
  why: string,
  place: TextPlace | undefined,
  cause?: unknown,
): ConfigFileError {
  const where = place === undefined ? "" : ` (line ${place.line}, column ${place.column})`;
  return new ConfigFileError(`${file} is no valid ${name}${where}: ${why}`, { cause });
}
