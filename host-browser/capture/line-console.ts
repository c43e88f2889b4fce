import { showOnConsole } from "./patched-console.ts";

/** Shows a stream of text on the console, by whole lines. */
export class LineConsole {
  readonly #method: "log" | "error";
  #unfinished: string = "";

  constructor(method: "log" | "error") {
    this.#method = method;
  }

  write(text: string): void {
    const lines = (this.#unfinished + text).split("\n");
    this.#unfinished = lines.pop() ?? "";
    if (lines.length > 0) showOnConsole(this.#method, lines.join("\n"));
  }

  /** Nothing follows: shows what has no line break. */
  finish(): void {
    const rest = this.#unfinished;
    this.#unfinished = "";
    if (rest !== "") showOnConsole(this.#method, rest);
  }
}
