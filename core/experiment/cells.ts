import type { CallSite } from "../host.ts";

// Which cell of a notebook does code belong to, and is it the cell's same run? Hosts tell where code stands, and no more.

/**
 * - cell: its name; undefined where each run of it has another one, or all cells the same (Node's prompt, consoles)
 * - mark: which of its runs, as what follows the question mark of an address tells: `cell-2.js?7`
 */
export type CellPlace = readonly [cell: string | undefined, mark: string | undefined];

/** Names that aren't a file's: `REPL7`, `<anonymous>`, `[eval]`; and blobs, which have another address each time. */
const NAMELESS = /^(blob|data):|<|^[^./]*$/;

export function cellPlace({ file = "" }: CallSite): CellPlace {
  if (NAMELESS.test(file)) return [undefined, undefined];
  const [cell, mark] = file.split("?");
  return [cell, mark];
}

let turn = 0;
let isTurnOver = true;

/** A number for what is executed in one go: a cell that is run again never has the turn of its last run. */
export function currentTurn(): number {
  if (isTurnOver) {
    turn++;
    queueMicrotask(() => void (isTurnOver = true));
  }
  isTurnOver = false;
  return turn;
}
