/** What is small is held as bytes, which are had at once; what is large as a Blob, which the browser keeps out of memory. */
export type Content = Uint8Array<ArrayBuffer> | Blob;

/** In bytes, or UTF-16 units of texts. */
const HELD = 1 << 23;

/** Content that comes piece by piece, of bytes or of texts. */
export class GrowingContent {
  /** so much was added; of texts UTF-16 units */
  length: number = 0;
  readonly #parts: Blob[] = [];
  #held: (string | Uint8Array<ArrayBuffer>)[] = [];
  #heldLength: number = 0;

  add(piece: string | Uint8Array<ArrayBuffer>): void {
    this.length += piece.length;
    this.#held.push(piece);
    this.#heldLength += piece.length;
    if (this.#heldLength > HELD) this.#flush();
  }

  end(): Content {
    if (this.#parts.length === 0) return bytesOfPieces(this.#held);
    this.#flush();
    return new Blob(this.#parts);
  }

  #flush(): void {
    this.#parts.push(new Blob(this.#held));
    this.#held = [];
    this.#heldLength = 0;
  }
}

function bytesOfPieces(pieces: readonly (string | Uint8Array<ArrayBuffer>)[]): Uint8Array<ArrayBuffer> {
  const encoded = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  const [first] = encoded;
  if (encoded.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(encoded.reduce((length, bytes) => length + bytes.length, 0));
  let at = 0;
  for (const bytes of encoded) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

export async function bytesOf(content: Content): Promise<Uint8Array<ArrayBuffer>> {
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
}
