// Sacred's ConfigSummary (config/config_summary.py): marks of changes joined over scopes and ingredients.

import { answer, beginAnswer, put, putAt, putLater } from "../message";
import { PathTrie, segmentsIn } from "./path-trie";

namespace Mark {
  export const ADDED: u32 = 1;
  export const MODIFIED: u32 = 2;
  export const TYPECHANGED: u32 = 4;
}

namespace Mode {
  /** what was added stays so only if the other one agrees (from one scope to the next) */
  export const FROM: u32 = 1;
  /** what either has added (from one ingredient to the next) */
  export const ADD: u32 = 2;
}

/**
 * Request: mode (0: nothing to join), number of the target's marks, number of the source's marks; then each mark: flags,
 * types, UTF-16 length, text of the dotted path.
 * Answer: number of marks, then each: flags, types, text number, end of the path in that text.
 */
export function summarize(request: usize): usize {
  const mode = load<u32>(request);
  const targets = load<u32>(request + 4);
  const marks = targets + load<u32>(request + 8);
  const trie = new PathTrie(countSegments(request + 12, marks));
  const nodes = trie.parent.length;
  const ofTarget = new StaticArray<u32>(nodes);
  const ofSource = new StaticArray<u32>(nodes);
  const types = new StaticArray<u32>(nodes);
  let mark = request + 12;
  for (let i: u32 = 0; i < marks; i++) {
    const length = load<u32>(mark + 8);
    const node = trie.descend(0, mark + 12, length, i);
    const flags = load<u32>(mark);
    const side = i < targets ? ofTarget : ofSource;
    side[node] |= flags;
    // The source comes later: its type change replaces the target's.
    if (flags & Mark.TYPECHANGED) types[node] = load<u32>(mark + 4);
    mark = afterMark(mark);
  }
  for (let node = 1; node < trie.count; node++) ofTarget[node] = joined(mode, ofTarget[node], ofSource[node]);
  cohere(trie, ofTarget);
  return write(trie, ofTarget, types);
}

function joined(mode: u32, target: u32, source: u32): u32 {
  if (mode == Mode.FROM) return (target & source & Mark.ADDED) | ((target | source) & ~Mark.ADDED);
  return target | source;
}

/** All parents of anything changed are modified; and a path is in one of the three sets at most. */
function cohere(trie: PathTrie, flags: StaticArray<u32>): void {
  // Children have larger numbers than their parents: one pass upwards reaches every ancestor.
  for (let node = trie.count - 1; node > 0; node--) {
    if (flags[node]) {
      flags[node] |= Mark.MODIFIED;
      flags[trie.parent[node]] |= Mark.MODIFIED;
    }
  }
  for (let node = 1; node < trie.count; node++) {
    if (flags[node] & Mark.TYPECHANGED) flags[node] = Mark.TYPECHANGED;
    else if (flags[node] & Mark.ADDED) flags[node] = Mark.ADDED;
  }
}

function write(trie: PathTrie, flags: StaticArray<u32>, types: StaticArray<u32>): usize {
  beginAnswer();
  const header = putLater();
  let marks: u32 = 0;
  for (let node = 1; node < trie.count; node++) {
    if (!flags[node]) continue;
    put(flags[node]);
    put(types[node]);
    put(trie.textId[node]);
    put(trie.textEnd[node]);
    marks++;
  }
  putAt(header, marks);
  return answer();
}

function countSegments(mark: usize, marks: u32): i32 {
  let segments = 0;
  for (let i: u32 = 0; i < marks; i++) {
    segments += segmentsIn(mark + 12, load<u32>(mark + 8));
    mark = afterMark(mark);
  }
  return segments;
}

function afterMark(mark: usize): usize {
  return mark + 12 + ((<usize>(load<u32>(mark + 8) + 1) >> 1) << 2);
}
