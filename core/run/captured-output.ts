import { applyBackspacesAndLinefeeds, type OutputIncrement, TerminalText } from "./terminal-text.ts";

export type CapturedOutFilter = (text: string) => string;

/** Parts of at least this many UTF-16 units are joined when the whole text is asked for. */
const PART = 1 << 16;

/**
 * What a run has printed, after its filter, and what of it hasn't been sent to the observers. Without a filter, and with
 * `applyBackspacesAndLinefeeds`, each piece is looked at once; any other filter is given the whole text every time.
 */
export class CapturedOutput {
  readonly #filter: CapturedOutFilter | undefined;
  readonly #screen: TerminalText | undefined;
  /** the shown text, in parts; the last one may still change */
  #parts: string[] = [];
  #length: number = 0;
  #raw: string = "";
  #unsent: string = "";
  #sent: OutputIncrement = { offset: 0, text: "" };

  constructor(filter: CapturedOutFilter | undefined) {
    this.#filter = filter;
    this.#screen = filter === applyBackspacesAndLinefeeds ? new TerminalText() : undefined;
  }

  push(text: string): void {
    if (this.#screen !== undefined) this.#screen.push(text);
    else this.#unsent += text;
  }

  /** The whole text as shown now. */
  get text(): string {
    this.#settle();
    if (this.#parts.length > 1) this.#parts = [this.#parts.join("")];
    return this.#parts[0] ?? "";
  }

  /** What observers have to change since the last call. */
  takeIncrement(): OutputIncrement {
    this.#settle();
    const increment = this.#sent;
    this.#sent = { offset: this.#length, text: "" };
    return increment;
  }

  #settle(): void {
    if (this.#screen !== undefined) this.#replaceFrom(this.#screen.take());
    else if (this.#filter === undefined) this.#replaceFrom({ offset: this.#length, text: this.#takeUnsent() });
    else if (this.#unsent !== "") {
      this.#raw = this.#filter(this.#raw + this.#takeUnsent());
      this.#replaceFrom({ offset: 0, text: this.#raw });
    }
  }

  #takeUnsent(): string {
    const text = this.#unsent;
    this.#unsent = "";
    return text;
  }

  #replaceFrom(increment: OutputIncrement): void {
    if (increment.text === "" && increment.offset === this.#length) return;
    this.#truncate(increment.offset);
    const last = this.#parts.length - 1;
    const part = this.#parts[last];
    if (part !== undefined && part.length < PART) this.#parts[last] = part + increment.text;
    else this.#parts.push(increment.text);
    this.#length += increment.text.length;
    if (increment.offset <= this.#sent.offset) this.#sent = increment;
    else {
      const kept = this.#sent.text.slice(0, increment.offset - this.#sent.offset);
      this.#sent = { offset: this.#sent.offset, text: kept + increment.text };
    }
  }

  #truncate(length: number): void {
    while (this.#length > length) {
      const part = this.#parts.pop() ?? "";
      const kept = part.slice(0, Math.max(0, part.length - (this.#length - length)));
      this.#length -= part.length - kept.length;
      if (kept !== "") {
        this.#parts.push(kept);
        return;
      }
    }
  }
}
