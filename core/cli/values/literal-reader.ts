/** Python nests parentheses no deeper than this. */
const NESTING_LIMIT = 200;

/** A cursor over the text of a literal. */
export class LiteralReader {
  readonly text: string;
  at: number = 0;
  hasLargeInteger: boolean = false;
  #depth: number = 0;

  constructor(text: string) {
    // literal_eval strips blanks and tabs in front; a line break ends the expression.
    this.text = text.trim();
  }

  atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Goes on behind `token` and the blanks after it, if it stands here. */
  skip(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    this.skipBlanks();
    return true;
  }

  /** The same for a whole word. */
  skipWord(word: string): boolean {
    const after = this.text[this.at + word.length] ?? "";
    return /[\w"']/.test(after) ? false : this.skip(word);
  }

  /** The same for a call without arguments. */
  skipCall(name: string): boolean {
    const match = new RegExp(`${name}\\s*\\(\\s*\\)\\s*`, "y");
    match.lastIndex = this.at;
    if (!match.test(this.text)) return false;
    this.at = match.lastIndex;
    return true;
  }

  /** What a sticky pattern matches here; goes on behind it, blanks not included. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  /** Blanks, line breaks and comments. */
  skipBlanks(): void {
    while (true) {
      if (/[ \t\f\r\n]/.test(this.text[this.at] ?? "")) this.at++;
      else if (this.text[this.at] === "#") this.#skipComment();
      else return;
    }
  }

  #skipComment(): void {
    while (!this.atEnd() && this.text[this.at] !== "\n") this.at++;
  }

  expect(token: string): void {
    if (!this.skip(token)) throw new SyntaxError(`${token} expected at ${this.at}`);
  }

  expectEnd(): void {
    this.skipBlanks();
    if (!this.atEnd()) throw new SyntaxError(`end expected at ${this.at}`);
  }

  nested<T>(read: () => T): T {
    // The innermost value stands inside of that many brackets.
    if (++this.#depth > NESTING_LIMIT + 1) throw new SyntaxError("too many nested brackets");
    const value = read();
    this.#depth--;
    return value;
  }
}
