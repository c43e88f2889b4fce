/** One buffer serves all requests: they are written and asked one after another. */
let shared: Uint32Array = new Uint32Array(1 << 12);

/** A growing buffer of words in which a request to the core is written. Only one is in use at a time. */
export class Request {
  words: Uint32Array = shared;
  length: number = 0;
  #units: Uint16Array = new Uint16Array(this.words.buffer);
  #floats: DataView = new DataView(this.words.buffer);

  put(word: number): void {
    if (this.length === this.words.length) this.#grow(1);
    this.words[this.length++] = word;
  }

  putFloat(value: number): void {
    this.#grow(2);
    this.#floats.setFloat64(this.length << 2, value, true);
    this.length += 2;
  }

  /** UTF-16 units, padded to whole words; the length is the caller's to write. */
  putUnits(text: string): void {
    const words = (text.length + 1) >> 1;
    this.#grow(words);
    const start = this.length << 1;
    for (let i = 0; i < text.length; i++) this.#units[start + i] = text.charCodeAt(i);
    if (text.length & 1) this.#units[start + text.length] = 0;
    this.length += words;
  }

  /** A length, then the text. */
  putText(text: string): void {
    this.put(text.length);
    this.putUnits(text);
  }

  finish(): Uint32Array {
    return this.words.subarray(0, this.length);
  }

  #grow(needed: number): void {
    if (this.length + needed <= this.words.length) return;
    const larger = new Uint32Array(Math.max(this.words.length * 2, this.length + needed));
    larger.set(this.words);
    this.words = larger;
    shared = larger;
    this.#units = new Uint16Array(larger.buffer);
    this.#floats = new DataView(larger.buffer);
  }
}
