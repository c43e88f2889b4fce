/** Reads the arguments of a pickle's instructions. All numbers but floats are little-endian. */
export class PickleBytes {
  at: number = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws {SyntaxError} at the end of the file */
  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.at) throw new SyntaxError("it ends too early");
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  uint8(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#skip(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  /** A length: what a double can't hold is longer than any file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  /** Big-endian, as the only number of pickle. */
  float64(): number {
    return this.#view.getFloat64(this.#skip(8), false);
  }

  text(length: number): string {
    const bytes = this.take(length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw new SyntaxError("a text isn't encoded in UTF-8", { cause });
    }
  }

  /** Up to the next line break, which is passed. Protocol 0 has just Latin-1. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new SyntaxError("it ends too early");
    const line = Buffer.from(this.take(end - this.at)).toString("latin1");
    this.at++;
    return line;
  }

  #skip(length: number): number {
    this.take(length);
    return this.at - length;
  }
}
