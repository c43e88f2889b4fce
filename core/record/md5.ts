/** RFC 1321, section 3.4: how far each of the 64 steps rotates, and its constant, `floor(2^32 · |sin(i + 1)|)`. */
const ROTATIONS: readonly (readonly number[])[] = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const CONSTANTS: Uint32Array = Uint32Array.from({ length: 64 }, (_, i) =>
  Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))),
);

const BLOCK_BYTES = 64;

/**
 * MD5 (RFC 1321), piece by piece: Sacred names copies of files by it, and Web Crypto doesn't have it.
 *
 * @example
 * ```ts
 * new Md5().update(new TextEncoder().encode("abc")).hex(); // "900150983cd24fb0d6963f7d28e17f72"
 * ```
 */
export class Md5 {
  readonly #state: Uint32Array = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  readonly #words: Uint32Array = new Uint32Array(BLOCK_BYTES / 4);
  /** what is left of a block that isn't full */
  readonly #rest: Uint8Array = new Uint8Array(BLOCK_BYTES);
  #bytes: number = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    const held = this.#bytes % BLOCK_BYTES;
    this.#bytes += bytes.length;
    if (held > 0) {
      at = Math.min(BLOCK_BYTES - held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), held);
      if (held + at < BLOCK_BYTES) return this;
      this.#block(this.#rest, 0);
    }
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) this.#block(bytes, at);
    this.#rest.set(bytes.subarray(at));
    return this;
  }

  /** The digest of all that was given, which ends the calculation. */
  hex(): string {
    const bits = this.#bytes * 8;
    const held = this.#bytes % BLOCK_BYTES;
    const padding = new Uint8Array((held < 56 ? 64 : 128) - held);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, bits >>> 0, true);
    view.setUint32(padding.length - 4, Math.floor(bits / 2 ** 32), true);
    this.update(padding);
    const digest = new DataView(new ArrayBuffer(16));
    this.#state.forEach((word, index) => digest.setUint32(4 * index, word, true));
    return Array.from(new Uint8Array(digest.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  #block(bytes: Uint8Array, at: number): void {
    const words = this.#words;
    for (let i = 0, from = at; i < 16; i++, from += 4) {
      words[i] =
        (bytes[from] ?? 0) |
        ((bytes[from + 1] ?? 0) << 8) |
        ((bytes[from + 2] ?? 0) << 16) |
        ((bytes[from + 3] ?? 0) << 24);
    }
    let [a = 0, b = 0, c = 0, d = 0] = this.#state;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed =
        round === 0 ? (b & c) | (~b & d) : round === 1 ? (b & d) | (c & ~d) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const sum = (a + mixed + (CONSTANTS[i] ?? 0) + (words[wordOf(round, i)] ?? 0)) | 0;
      const rotation = ROTATIONS[round]?.[i & 3] ?? 0;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << rotation) | (sum >>> (32 - rotation)))) | 0;
    }
    const state = this.#state;
    state.set([(state[0] ?? 0) + a, (state[1] ?? 0) + b, (state[2] ?? 0) + c, (state[3] ?? 0) + d]);
  }
}

function wordOf(round: number, step: number): number {
  const factors = [1, 5, 3, 7];
  const offsets = [0, 1, 5, 0];
  return ((factors[round] ?? 1) * step + (offsets[round] ?? 0)) % 16;
}
