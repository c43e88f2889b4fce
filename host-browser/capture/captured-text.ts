import { canReadNow, readNow } from "./read-blob.ts";

/** UTF-16 units that are held as text; what is older goes into a Blob, which browsers keep outside of the program's memory. */
const HELD_UNITS = 1 << 20;

/** A long text that grows: its end as text, what is older in Blobs, one for each piece. */
export class CapturedText {
  readonly #sealed: (Blob | string)[] = [];
  #held: string[] = [];
  #heldUnits: number = 0;
  /** pieces and texts that have been read by `news` */
  #readSealed: number = 0;
  #readHeld: number = 0;

  add(text: string): void {
    this.#held.push(text);
    this.#heldUnits += text.length;
    if (this.#heldUnits >= HELD_UNITS) this.#seal();
  }

  /** in UTF-8 */
  get bytes(): number {
    return [...this.#sealed, new Blob(this.#held)].reduce(
      (sum, piece) => sum + (typeof piece === "string" ? new Blob([piece]) : piece).size,
      0,
    );
  }

  *news(): Generator<string> {
    while (this.#readSealed < this.#sealed.length) yield textOf(this.#sealed[this.#readSealed++] ?? "");
    // Marked as read before it is handed out: more may come while the reader is at it.
    const text = this.#held.slice(this.#readHeld).join("");
    this.#readHeld = this.#held.length;
    if (text !== "") yield text;
  }

  *whole(): Generator<string> {
    for (const piece of this.#sealed) yield textOf(piece);
    const text = this.#held.join("");
    if (text !== "") yield text;
  }

  clear(): void {
    this.#sealed.length = 0;
    this.#held = [];
    this.#heldUnits = 0;
  }

  /** What has been read and what hasn't become two pieces, so that nothing is read twice. */
  #seal(): void {
    // Once some of the end has been read, so has everything older.
    if (this.#readHeld > 0) {
      this.#sealed.push(sealed(this.#held.slice(0, this.#readHeld)));
      this.#readSealed++;
    }
    if (this.#readHeld < this.#held.length) this.#sealed.push(sealed(this.#held.slice(this.#readHeld)));
    this.#held = [];
    this.#heldUnits = 0;
    this.#readHeld = 0;
  }
}

/** As text where Blobs can't be read back at once. */
function sealed(texts: readonly string[]): Blob | string {
  return canReadNow() ? new Blob([...texts]) : texts.join("");
}

function textOf(piece: Blob | string): string {
  return typeof piece === "string" ? piece : readNow(piece);
}
