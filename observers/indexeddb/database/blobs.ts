import { Md5 } from "../../../core/record/md5.ts";
import type { FileKind, FileRecord, WriteTransaction } from "./schema.ts";

/** A file before it is stored: contents are looked at outside of transactions, which don't wait for them. */
export interface FileContentToStore {
  readonly kind: FileKind;
  readonly name: string;
  readonly path: string;
  readonly md5: string;
  readonly content: Blob;
}

const PIECE_BYTES = 1 << 22;

/**
 * Piece by piece: a large one is never in memory as a whole.
 *
 * @param check is called in between; what it throws ends it
 */
export async function md5OfBlob(blob: Blob, check?: () => void): Promise<string> {
  const md5 = new Md5();
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    check?.();
    md5.update(new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return md5.hex();
}

/** Stores a file of a run in the place of one that has its path; contents that are there already are stored once. */
export async function putFile(
  transaction: WriteTransaction,
  run: FileRecord["run"],
  { kind, name, path, md5, content }: FileContentToStore,
): Promise<void> {
  const [files, blobs] = [transaction.objectStore("files"), transaction.objectStore("blobs")];
  // A resource is listed as often as it was noted, and all of them have one copy.
  const key: [FileRecord["run"], FileKind, string, string] = [run, kind, path, kind === "artifact" ? "" : name];
  const before = await files.get(key);
  if ((await blobs.getKey(md5)) === undefined) await blobs.put({ md5, content });
  await files.put({ run, kind, name, path, md5 }, key);
  if (before !== undefined && before.md5 !== md5) await dropIfUnused(transaction, before.md5);
}

/** A content that no file has any more is forgotten. */
export async function dropIfUnused(transaction: WriteTransaction, md5: string): Promise<void> {
  const user = await transaction.objectStore("files").index("md5").getKey(md5);
  if (user === undefined) await transaction.objectStore("blobs").delete(md5);
}

/** The name of a copy in `_sources` or `_resources`: `name_md5.ext`, as Sacred makes it. */
export function copyName(name: string, md5: string): string {
  const base = (name.split(/[/\\]/).at(-1) ?? name).replace(/[?#].*$/s, "").replaceAll(/[:*?"<>|]|\p{Cc}/gu, "_");
  const dot = base.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [base.slice(0, dot), base.slice(dot)] : [base, ""];
  return `${stem}_${md5}${extension}`;
}
