/** As many characters are kept for the result, counted from the end. */
const KEPT_CHARACTERS: number = 1 << 20;

/**
 * One stream of a program: passes its bytes on at once, but for the beginning of a character whose rest is still to come,
 * and keeps the end of its text.
 */
export class PrintedText {
  readonly #pass: (bytes: Uint8Array) => void;
  readonly #decoder: InstanceType<typeof TextDecoder> = new TextDecoder("utf-8", { ignoreBOM: true });
  #held: Uint8Array = new Uint8Array();
  #text: string = "";
  #isTruncated: boolean = false;

  constructor(pass: (bytes: Uint8Array) => void) {
    this.#pass = pass;
  }

  write(bytes: Uint8Array): void {
    const all = this.#held.length === 0 ? bytes : joined(this.#held, bytes);
    const end = endOfCharacters(all);
    this.#held = all.slice(end);
    this.#emit(all.subarray(0, end));
  }

  /** Nothing more comes. */
  end(): void {
    const rest = this.#held;
    this.#held = new Uint8Array();
    this.#emit(rest);
  }

  get text(): string {
    return this.#text.slice(-KEPT_CHARACTERS);
  }

  get isTruncated(): boolean {
    return this.#isTruncated || this.#text.length > KEPT_CHARACTERS;
  }

  #emit(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pass(bytes);
    this.#text += this.#decoder.decode(bytes);
    // Cut now and then, so that each character is moved once at most.
    if (this.#text.length <= 2 * KEPT_CHARACTERS) return;
    this.#text = this.#text.slice(-KEPT_CHARACTERS);
    this.#isTruncated = true;
  }
}

/** Where the last complete UTF-8 character ends. What is no UTF-8 counts as complete. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back && byte < 0xf8 ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
