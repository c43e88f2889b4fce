import type { CallSite } from "../host.ts";
import { cellPlace, currentTurn } from "./cells.ts";

/** One run of a cell. */
interface CellRun {
  readonly mark: string | undefined;
  /** where in each list the cell's next definition belongs, if its last run has had some there */
  readonly indexes: Map<object, number>;
}

/** By what a definition is known when it is made again. */
interface Known {
  readonly method: string;
  /** "" if it has none */
  readonly name: string;
  /** the text of a function, the names of a dictionary's entries */
  readonly look: readonly string[];
  readonly turn: number;
  readonly run: CellRun | undefined;
  /** undefined where cells have no names */
  readonly place: string | undefined;
}

/**
 * What an interactive ingredient has been told, so that a cell that is run again replaces what it has defined:
 *
 * 1. What has a name takes the place of what had it, wherever that was defined.
 * 2. A cell whose address says that this is another run (`cell-2.js?7`, then `cell-2.js?8`) begins by losing everything
 *    that its last run has defined; the new definitions stand where the old ones stood.
 * 3. What is nameless takes the place of what stood at the same place of the same file; where cells have no names, of a
 *    function with the same text, or of a dictionary all of whose entries it sets.
 *
 * What is defined in one go is never taken for a repetition: several nameless scopes, and functions made in a loop, stay.
 */
export class Definitions {
  readonly #known: WeakMap<object, Known> = new WeakMap();
  readonly #lists: Set<object[] | Map<string, object>> = new Set();
  readonly #runs: Map<string, CellRun> = new Map();

  /** Notes a definition that is about to be put somewhere by `add` or `set`. */
  know(method: string, name: string, what: unknown, site: CallSite): Known {
    const [cell, mark] = cellPlace(site);
    const isNamed = cell !== undefined;
    return {
      method,
      name,
      look: typeof what === "function" ? [String(what)] : Object.keys(Object(what)),
      turn: currentTurn(),
      run: isNamed ? this.#runOf(cell, mark) : undefined,
      place: isNamed ? `${cell}:${site.line}:${site.column}` : undefined,
    };
  }

  /** Puts an item where it belongs in a list. */
  add<T extends object>(list: T[], item: T, known: Known): void {
    const indexes = known.run?.indexes;
    const old = list.findIndex((other) => other === item || isAgain(this.#known.get(other), known));
    const index = old < 0 ? (indexes?.get(list) ?? list.length) : old;
    list.splice(index, old < 0 ? 0 : 1, item).forEach(retire);
    if (indexes?.has(list)) indexes.set(list, index + 1);
    this.#note(list, item, known);
  }

  /** The same for what is kept by name. */
  set<T extends object>(map: Map<string, T>, item: T, known: Known): void {
    map.set(known.name, item);
    this.#note(map, item, known);
  }

  #note(list: object[] | Map<string, object>, item: object, known: Known): void {
    this.#lists.add(list);
    this.#known.set(item, known);
  }

  #runOf(cell: string, mark: string | undefined): CellRun {
    const last = this.#runs.get(cell);
    if (last !== undefined && last.mark === mark) return last;
    const run: CellRun = { mark, indexes: new Map() };
    this.#runs.set(cell, run);
    if (last !== undefined) this.#replace(last, run.indexes);
    return run;
  }

  /** Takes away what the last run of a cell has defined, and notes where it stood. */
  #replace(last: CellRun, indexes: Map<object, number>): void {
    const isOld = (item: object): boolean => this.#known.get(item)?.run === last;
    for (const list of this.#lists) {
      if (list instanceof Map) {
        for (const [name, item] of list) if (isOld(item)) list.delete(name);
        continue;
      }
      const first = list.findIndex(isOld);
      if (first < 0) continue;
      indexes.set(list, first);
      list.filter(isOld).forEach(retire);
      list.splice(0, list.length, ...list.filter((item) => !isOld(item)));
    }
  }
}

/** Captured functions want to know. */
function retire(item: object): void {
  if ("retire" in item && typeof item.retire === "function") item.retire();
}

function isAgain(old: Known | undefined, now: Known): boolean {
  if (old === undefined || old.turn === now.turn || old.method !== now.method || old.name !== now.name) return false;
  if (now.name !== "") return true;
  return (old.place ?? now.place) === undefined
    ? old.look.every((part) => now.look.includes(part))
    : old.place === now.place;
}
