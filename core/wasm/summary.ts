import type { TypeName } from "../values.ts";
import { ask } from "./core.ts";
import { TYPE_NAMES, typeName } from "./merge.ts";
import { Request } from "./request.ts";

/** What differs from the defaults, by dotted path. A path is in at most one of the three. */
export interface ChangeMarks {
  readonly added: Set<string>;
  readonly modified: Set<string>;
  readonly typechanged: Map<string, readonly [from: TypeName, to: TypeName]>;
}

const MODE = { COHERE: 0, FROM: 1, ADD: 2 } as const;
const FLAG = { ADDED: 1, MODIFIED: 2, TYPECHANGED: 4 } as const;

/** Marks the parents of all changes as modified and leaves each path in one of the sets. */
export function cohere(marks: ChangeMarks): void {
  join(MODE.COHERE, marks, undefined, "");
}

/** Joins the marks of the next scope: an entry stays added only if that scope hasn't set it either. */
export function updateFrom(target: ChangeMarks, source: ChangeMarks, path: string = ""): void {
  join(MODE.FROM, target, source, path);
}

/** Joins the marks of another ingredient, whose entries stand below `path`. */
export function updateAdd(target: ChangeMarks, source: ChangeMarks, path: string = ""): void {
  join(MODE.ADD, target, source, path);
}

function join(mode: number, target: ChangeMarks, source: ChangeMarks | undefined, path: string): void {
  const request = new Request();
  const texts: string[] = [];
  request.put(mode);
  request.put(0);
  request.put(0);
  request.words[1] = putMarks(request, texts, target, "");
  if (source !== undefined) request.words[2] = putMarks(request, texts, source, path);
  if (texts.length === 0) return;
  const { words, at } = ask("summarize", request.finish());
  const order = [
    ...target.typechanged.keys(),
    ...Array.from(source?.typechanged.keys() ?? [], (changed) => below(path, changed)),
  ];
  const types = new Map<string, readonly [TypeName, TypeName]>();
  target.added.clear();
  target.modified.clear();
  target.typechanged.clear();
  for (let mark = 0, place = at + 1; mark < (words[at] ?? 0); mark++, place += 4) {
    const [flags = 0, kinds = 0, text = 0, end = 0] = words.subarray(place, place + 4);
    const marked = texts[text]?.slice(0, end) ?? "";
    if (flags & FLAG.TYPECHANGED) types.set(marked, [typeName(kinds >>> 4), typeName(kinds & 15)]);
    else if (flags & FLAG.ADDED) target.added.add(marked);
    else target.modified.add(marked);
  }
  // Warnings come in the order in which the changes were made.
  for (const changed of order) {
    const change = types.get(changed);
    if (change !== undefined) target.typechanged.set(changed, change);
  }
}

function below(prefix: string, path: string): string {
  return prefix === "" ? path : `${prefix}.${path}`;
}

function putMarks(request: Request, texts: string[], marks: ChangeMarks, prefix: string): number {
  const before = texts.length;
  const put = (flags: number, types: number, path: string): void => {
    const text = below(prefix, path);
    texts.push(text);
    request.put(flags);
    request.put(types);
    request.putText(text);
  };
  for (const path of marks.added) put(FLAG.ADDED, 0, path);
  for (const path of marks.modified) put(FLAG.MODIFIED, 0, path);
  for (const [path, [from, to]] of marks.typechanged) {
    put(FLAG.TYPECHANGED, (TYPE_NAMES.indexOf(from) << 4) | TYPE_NAMES.indexOf(to), path);
  }
  return texts.length - before;
}
