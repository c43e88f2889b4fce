import type { OutputIncrement } from "../../core/run/terminal-text.ts";

/** UTF-16 units of the end that may still be rewritten (by a filter, which rewrites the unfinished line). */
const KEPT = 1 << 16;

/** Increments of a run's output as text to be appended: where the last line is rewritten, a carriage return begins it again. */
export class PrintedText {
  /** the end of what was printed */
  #end: string = "";
  #length: number = 0;

  add({ offset, text }: OutputIncrement): string {
    const back = this.#length - offset;
    // Something is missing in between: the page was too slow.
    if (back <= 0) return this.#append(text, offset);
    const kept = this.#end.slice(0, Math.max(0, this.#end.length - back));
    const line = kept.slice(kept.lastIndexOf("\n") + 1);
    this.#end = (kept + text).slice(-KEPT);
    this.#length = offset + text.length;
    return `\r${line}${text}`;
  }

  #append(text: string, offset: number): string {
    this.#end = (this.#end + text).slice(-KEPT);
    this.#length = offset + text.length;
    return text;
  }
}
