import { textOf } from "../errors/thrown.ts";
import type { OutputCapture } from "../host.ts";
import type { Logger } from "../logging/logger.ts";
import { applyBackspacesAndLinefeeds, type OutputIncrement, TerminalText } from "./terminal-text.ts";

export type CapturedOutFilter = (text: string) => string;

/** A way from what was printed to what is shown. */
export interface ShownText {
  /** UTF-16 units of what has been sent */
  readonly length: number;
  /** the whole text is held in memory */
  readonly isHeld: boolean;
  increments(news: Iterable<string>): Iterable<OutputIncrement>;
  whole(capture: OutputCapture): string;
}

export function shownThrough(filter: CapturedOutFilter | undefined, logger: Pick<Logger, "warning">): ShownText {
  if (filter === undefined) return new PlainText();
  return filter === applyBackspacesAndLinefeeds ? new TerminalPieces() : new FilteredText(filter, logger);
}

/** As it was printed. */
class PlainText implements ShownText {
  readonly isHeld: boolean = false;
  length: number = 0;

  *increments(news: Iterable<string>): Generator<OutputIncrement> {
    for (const text of news) {
      const offset = this.length;
      this.length += text.length;
      yield { offset, text };
    }
  }

  whole(capture: OutputCapture): string {
    return [...capture.whole()].join("");
  }
}

/** As a terminal shows it. */
class TerminalPieces implements ShownText {
  readonly isHeld: boolean = false;
  readonly #screen: TerminalText = new TerminalText();
  length: number = 0;

  *increments(news: Iterable<string>): Generator<OutputIncrement> {
    for (const text of news) {
      this.#screen.push(text);
      const increment = this.#screen.take();
      this.length = increment.offset + increment.text.length;
      yield increment;
    }
  }

  whole(capture: OutputCapture): string {
    const screen = new TerminalText();
    for (const piece of capture.whole()) screen.push(piece);
    return screen.take().text;
  }
}

/** As a function of the user's shows it. */
class FilteredText implements ShownText {
  readonly isHeld: boolean = true;
  readonly #filter: CapturedOutFilter;
  readonly #logger: Pick<Logger, "warning">;
  #text: string = "";
  #isSent: boolean = true;
  #hasFailed: boolean = false;

  constructor(filter: CapturedOutFilter, logger: Pick<Logger, "warning">) {
    this.#filter = filter;
    this.#logger = logger;
  }

  get length(): number {
    return this.#text.length;
  }

  *increments(news: Iterable<string>): Generator<OutputIncrement> {
    this.#take(news);
    if (this.#isSent) return;
    this.#isSent = true;
    yield { offset: 0, text: this.#text };
  }

  whole(capture: OutputCapture): string {
    this.#take(capture.news());
    return this.#text;
  }

  /** As in Sacred, a filter is given its own result with what has come since. */
  #take(news: Iterable<string>): void {
    const added = [...news].join("");
    if (added === "") return;
    this.#text += added;
    this.#isSent = false;
    if (this.#hasFailed) return;
    try {
      this.#text = String(this.#filter(this.#text));
    } catch (error) {
      this.#hasFailed = true;
      this.#logger.warning(`The filter of the captured output failed and is not used any more: ${textOf(error)}`);
    }
  }
}
