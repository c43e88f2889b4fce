import type { Debugger, Runtime } from "node:inspector";
import { guardedRanges, type Range } from "./guarded-ranges.ts";

interface Place {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number | undefined;
}

interface Script {
  readonly lineStarts: readonly number[];
  readonly guarded: readonly Range[];
}

/** Tells which pauses are about what fails in the user's command. */
export class FailureFilter {
  readonly #ownFolders: readonly string[];
  readonly #sourceOf: (scriptId: string) => Promise<string>;
  readonly #urls: Map<string, string> = new Map();
  readonly #scripts: Map<string, Script> = new Map();

  constructor(ownFolders: readonly string[], sourceOf: (scriptId: string) => Promise<string>) {
    this.#ownFolders = ownFolders;
    this.#sourceOf = sourceOf;
  }

  /** The engine tells of each script; frames name it by its number. */
  note(scriptId: string, url: string): void {
    this.#urls.set(scriptId, url);
  }

  async isFailure({ reason, data, callFrames, asyncStackTrace }: Debugger.PausedEventDataType): Promise<boolean> {
    const here = callFrames.map(({ location }): Place => location);
    const before = asyncFrames(asyncStackTrace);
    if (!this.#isUsers(here, before)) return false;
    if (isUncaught(data)) return true;
    // V8 knows about every `catch` on the stack, but along promises it takes for one what only hands them on.
    return reason === "promiseRejection" && !(await this.#isGuarded([...here, ...before]));
  }

  /** Does the user's code take part? If Node is alone on the stack, that depends on who waits for it. */
  #isUsers(here: readonly Place[], before: readonly Place[]): boolean {
    if (here.some((place) => this.#ownerOf(place) === "user")) return true;
    if (here.some((place) => this.#ownerOf(place) === "package")) return false;
    const first = before.find((place) => this.#ownerOf(place) !== "node");
    return first !== undefined && this.#ownerOf(first) === "user";
  }

  #ownerOf({ scriptId }: Place): "node" | "package" | "user" {
    const url = this.#urls.get(scriptId) ?? "";
    if (url.startsWith("node:")) return "node";
    return this.#ownFolders.some((folder) => url.includes(folder)) ? "package" : "user";
  }

  /** Does a place of the user's stand in a `try` that has a `catch`? */
  async #isGuarded(places: readonly Place[]): Promise<boolean> {
    for (const place of places) {
      if (this.#ownerOf(place) !== "user") continue;
      const { lineStarts, guarded } = await this.#script(place.scriptId);
      const offset = (lineStarts[place.lineNumber] ?? 0) + (place.columnNumber ?? 0);
      if (guarded.some(([start, end]) => start <= offset && offset < end)) return true;
    }
    return false;
  }

  async #script(scriptId: string): Promise<Script> {
    const known = this.#scripts.get(scriptId);
    if (known !== undefined) return known;
    const text = await this.#sourceOf(scriptId);
    const lineStarts = [
      0,
      ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), (end) => end.index + end[0].length),
    ];
    const script = { lineStarts, guarded: guardedRanges(text) };
    this.#scripts.set(scriptId, script);
    return script;
  }
}

function asyncFrames(trace: Runtime.StackTrace | undefined): Place[] {
  const places: Place[] = [];
  for (let part = trace; part !== undefined; part = part.parent) places.push(...part.callFrames);
  return places;
}

function isUncaught(data: unknown): boolean {
  return typeof data === "object" && data !== null && "uncaught" in data && data.uncaught === true;
}
