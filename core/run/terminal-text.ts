/**
 * Text as a terminal would show it: a carriage return goes back to the start of the line, a backspace one character back,
 * and what follows overwrites (Sacred's apply_backspaces_and_linefeeds). A carriage return at the very end is kept, so
 * that the result can be continued.
 *
 * @example
 * ```ts
 * ex.capturedOutFilter = applyBackspacesAndLinefeeds; // progress bars leave one line
 * ```
 */
export function applyBackspacesAndLinefeeds(text: string): string {
  const screen = new TerminalText();
  screen.push(text);
  return screen.take().text;
}

/** What became of some output: replaces everything from `offset` (in UTF-16 units) on. */
export interface OutputIncrement {
  readonly offset: number;
  readonly text: string;
}

/** The same, piece by piece: only the unfinished line is remembered, however much is printed. */
export class TerminalText {
  /** characters of the unfinished line */
  #line: string[] = [];
  #cursor: number = 0;
  /** a carriage return that is shown only if nothing follows */
  #pendingReturn: boolean = false;
  /** lines finished since the last `take` */
  #finished: string = "";
  /** where the unfinished line begins, in the text as shown */
  #lineStart: number = 0;

  push(text: string): void {
    for (const character of text) {
      if (this.#pendingReturn) {
        this.#cursor = 0;
        this.#pendingReturn = false;
      }
      if (character === "\n") this.#finishLine();
      else if (character === "\r") this.#pendingReturn = true;
      else if (character === "\b") this.#cursor = Math.max(0, this.#cursor - 1);
      else this.#line[this.#cursor++] = character;
    }
  }

  /** What has changed since the last call; empty text at the end of the old one if nothing has. */
  take(): OutputIncrement {
    const offset = this.#lineStart - this.#finished.length;
    const text = this.#finished + this.#line.join("") + (this.#pendingReturn ? "\r" : "");
    this.#finished = "";
    return { offset, text };
  }

  #finishLine(): void {
    const line = `${this.#line.join("")}\n`;
    this.#finished += line;
    this.#lineStart += line.length;
    this.#line = [];
    this.#cursor = 0;
  }
}
