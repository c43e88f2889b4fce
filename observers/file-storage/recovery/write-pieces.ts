import { closeSync, openSync, writeSync } from "node:fs";
import { replaceBy } from "../atomic-write.ts";

/** Writes a file whole, or not at all, of pieces that may be read from the one that it replaces. @returns its bytes */
export function writePieces(path: string, pieces: Iterable<Uint8Array>): number {
  let bytes = 0;
  replaceBy(path, (temporary) => {
    const file = openSync(temporary, "w");
    try {
      for (const piece of pieces) {
        for (let done = 0; done < piece.length;) done += writeSync(file, piece, done);
        bytes += piece.length;
      }
    } finally {
      closeSync(file);
    }
  });
  return bytes;
}
