import { Inflate } from "fflate";
import { ObserverError } from "../../../core/errors/index.ts";
import { crc32 } from "../../../core/record/crc32.ts";
import { damaged } from "./damaged.ts";
import { type Content, GrowingContent } from "./growing-content.ts";

/** What the directory of a .zip says of a file. */
export interface PackedFile {
  readonly name: string;
  /** unpacked */
  readonly bytes: number;
  readonly checksum: number;
  readonly isDeflated: boolean;
}

/** Unpacks a file piece by piece, and checks it. (The package fflate unpacks, but checks no checksums.) */
export class Unpacking {
  readonly #file: PackedFile;
  readonly #content: GrowingContent = new GrowingContent();
  readonly #inflate: Inflate | undefined;
  #crc: number = 0;

  constructor(file: PackedFile) {
    this.#file = file;
    if (file.isDeflated) this.#inflate = new Inflate((chunk) => this.#take(new Uint8Array(chunk)));
  }

  /** @returns how many bytes that were */
  push(packed: Uint8Array<ArrayBuffer>): number {
    const before = this.#content.length;
    if (this.#inflate === undefined) this.#take(packed.slice());
    else this.#inflated(packed, false);
    return this.#content.length - before;
  }

  end(): Content {
    this.#inflated(new Uint8Array(), true);
    const { bytes, checksum } = this.#file;
    if (this.#content.length !== bytes || this.#crc !== checksum) throw this.#mismatch();
    return this.#content.end();
  }

  #inflated(packed: Uint8Array, isLast: boolean): void {
    try {
      this.#inflate?.push(packed, isLast);
    } catch (error) {
      if (error instanceof ObserverError) throw error;
      throw damaged(`${this.#file.name} can't be unpacked (${String(error)})`, error);
    }
  }

  #take(chunk: Uint8Array<ArrayBuffer>): void {
    this.#crc = crc32(chunk, this.#crc);
    this.#content.add(chunk);
    // More than the directory says is never kept.
    if (this.#content.length > this.#file.bytes) throw this.#mismatch();
  }

  #mismatch(): Error {
    return damaged(`${this.#file.name} doesn't match its checksum`);
  }
}
