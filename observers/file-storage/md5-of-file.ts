import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { Md5 } from "../../core/record/md5.ts";

const PIECE = 1 << 20;

/** Larger files are hashed faster by node:crypto, which takes 2 ms to be loaded. */
const SMALL_BYTES = 1 << 15;

/** Read piece by piece: resources may be larger than the memory. */
export function md5OfFile(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const piece = new Uint8Array(Math.min(PIECE, size + 1));
    const hash = size <= SMALL_BYTES ? new Md5() : cryptoMd5();
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
    return hash.hex();
  } finally {
    closeSync(file);
  }
}

function cryptoMd5(): Pick<Md5, "hex"> & { update(bytes: Uint8Array): unknown } {
  const hash = process.getBuiltinModule("node:crypto").createHash("md5");
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
}
