import { piecesOf, sizeOf } from "../pieces.ts";

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_DICTIONARY, CLOSE_DICTIONARY] = [0x5b, 0x5d, 0x7b, 0x7d];

/** `{ "metric": { "values": [`: how deep values stand. */
const DEPTH_OF_VALUES = 3;
const KEY = Buffer.from('"values"');

/**
 * How many points a metrics.json holds; 0 if it isn't there, or no whole JSON. A log that a kill has cut holds all of them and
 * more; one that is damaged in the middle may not, and then the file is the better witness. It may be larger than the memory.
 */
export function storedPoints(path: string): number {
  if (sizeOf(path) === undefined) return 0;
  const counter = new PointCounter();
  for (const piece of piecesOf(path)) for (const byte of piece) counter.read(byte);
  return counter.isWhole ? counter.points : 0;
}

/** Goes through the JSON byte by byte. What stands in UTF-8 for other characters is never taken for a mark. */
class PointCounter {
  points: number = 0;
  #depth: number = 0;
  #hasBegun: boolean = false;
  #isInText: boolean = false;
  #isEscaped: boolean = false;
  /** how much of KEY the last text at the depth of keys is; -1: it is another one */
  #matched: number = -1;
  #isInValues: boolean = false;
  #isEmpty: boolean = true;

  get isWhole(): boolean {
    return this.#hasBegun && this.#depth === 0 && !this.#isInText;
  }

  read(byte: number): void {
    if (this.#isInText) this.#readText(byte);
    else if (byte > 0x20) this.#readMark(byte);
  }

  #readText(byte: number): void {
    this.#match(byte);
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isInText = false;
  }

  #match(byte: number): void {
    if (this.#matched >= 0) this.#matched = KEY[this.#matched] === byte ? this.#matched + 1 : -1;
  }

  #readMark(byte: number): void {
    if (byte === CLOSE_LIST || byte === CLOSE_DICTIONARY) return this.#close();
    if (this.#isInValues && this.#depth === DEPTH_OF_VALUES) {
      if (byte !== COMMA && this.#isEmpty) this.points++;
      this.#isEmpty = byte === COMMA;
    }
    if (byte === QUOTE) {
      this.#isInText = true;
      this.#matched = this.#depth === DEPTH_OF_VALUES - 1 ? 1 : -1;
    } else if (byte === OPEN_LIST || byte === OPEN_DICTIONARY) this.#open(byte);
    else if (byte !== COLON) this.#matched = -1;
  }

  #open(byte: number): void {
    this.#hasBegun = true;
    this.#depth++;
    if (this.#depth !== DEPTH_OF_VALUES) return;
    this.#isInValues = byte === OPEN_LIST && this.#matched === KEY.length;
    this.#isEmpty = true;
  }

  #close(): void {
    this.#depth--;
    if (this.#depth < DEPTH_OF_VALUES) this.#isInValues = false;
  }
}
