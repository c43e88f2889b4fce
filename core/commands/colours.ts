/** ANSI escape codes as Sacred prints them. */
export interface Colours {
  readonly modified: string;
  readonly added: string;
  readonly typechanged: string;
  readonly dirty: string;
  readonly doc: string;
  readonly end: string;
}

const ANSI_COLOURS: Colours = {
  modified: "\u001b[34m",
  added: "\u001b[32m",
  typechanged: "\u001b[31m",
  dirty: "\u001b[31m",
  doc: "\u001b[2m",
  end: "\u001b[0m",
};

const NO_COLOURS: Colours = { modified: "", added: "", typechanged: "", dirty: "", doc: "", end: "" };

/** What a terminal can show. */
export function coloursOf(terminal: { readonly colours: boolean }): Colours {
  return terminal.colours ? ANSI_COLOURS : NO_COLOURS;
}
