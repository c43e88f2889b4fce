// Updates with dotted keys at any level: made nested and handed to the ingredient with the longest matching path
// (Sacred's convert_to_nested_dict and distribute_config_updates).

import { answer, beginAnswer, put, putAt, putLater } from "../message";
import { PathTrie, segmentsIn } from "./path-trie";

namespace Kind {
  export const MISSING: u32 = 0;
  export const LEAF: u32 = 1;
  export const EMPTY_DICT: u32 = 2;
  export const DICT: u32 = 3;
}

const NO_NODE: u32 = 0;
const DONE: u32 = 0;
/** an entry is set below a leaf, which an earlier update has set: the text number of the later one follows */
const CONFLICT: u32 = 1;

/**
 * Request: number of updates, number of ingredients; each update (sorted by code points): leaf reference << 1 | 1 if it is
 * an empty dictionary, UTF-16 length, dotted text; each ingredient (deepest path first): UTF-16 length, text of its path.
 * Answer: status; then for each ingredient and, last, the rest: number of entries, and each: leaf reference, depth of the
 * ingredient in segments, text number, end of the path in that text.
 */
export function distribute(request: usize): usize {
  const updates = load<u32>(request);
  const ingredients = load<u32>(request + 4);
  const trie = new PathTrie(countSegments(request + 8, updates, ingredients));
  const nodes = trie.parent.length;
  const kinds = new StaticArray<u32>(nodes);
  const refs = new StaticArray<u32>(nodes);
  /** number of the ingredient at a node, plus one */
  const owners = new StaticArray<u32>(nodes);
  let item = request + 8;
  for (let i: u32 = 0; i < updates; i++) {
    const node = trie.descend(0, item + 8, load<u32>(item + 4), i);
    if (leafAbove(trie, kinds, node)) return conflict(i);
    // A whole dictionary was set before: an empty one changes nothing, anything else replaces it as Python does.
    const ref = load<u32>(item);
    refs[node] = ref >> 1;
    kinds[node] = ref & 1 ? Kind.EMPTY_DICT : Kind.LEAF;
    markParents(trie, kinds, node);
    item = afterText(item + 4);
  }
  for (let i: u32 = 0; i < ingredients; i++) {
    owners[trie.descend(0, item + 4, load<u32>(item), updates + i)] = i + 1;
    item = afterText(item);
  }
  return write(trie, kinds, refs, owners, ingredients);
}

function leafAbove(trie: PathTrie, kinds: StaticArray<u32>, node: u32): bool {
  for (let above = trie.parent[node]; above != NO_NODE; above = trie.parent[above]) {
    if (kinds[above] == Kind.LEAF) return true;
  }
  return false;
}

function markParents(trie: PathTrie, kinds: StaticArray<u32>, node: u32): void {
  for (let above = trie.parent[node]; above != NO_NODE; above = trie.parent[above]) kinds[above] = Kind.DICT;
}

function conflict(update: u32): usize {
  beginAnswer();
  put(CONFLICT);
  put(update);
  return answer();
}

function write(
  trie: PathTrie,
  kinds: StaticArray<u32>,
  refs: StaticArray<u32>,
  owners: StaticArray<u32>,
  ingredients: u32,
): usize {
  // Children have larger numbers than their parents: one pass downwards hands each node the ingredient it belongs to.
  const ownerOf = new StaticArray<u32>(trie.count);
  for (let node = 1; node < trie.count; node++) {
    ownerOf[node] = owners[node] ? owners[node] : ownerOf[trie.parent[node]];
  }
  beginAnswer();
  put(DONE);
  for (let owner: u32 = 1; owner <= ingredients + 1; owner++) {
    const header = putLater();
    let entries: u32 = 0;
    for (let node = 1; node < trie.count; node++) {
      if (kinds[node] != Kind.LEAF && kinds[node] != Kind.EMPTY_DICT) continue;
      if (ownerOf[node] != (owner > ingredients ? 0 : owner)) continue;
      put(refs[node]);
      put(depthOf(trie, owners, node));
      put(trie.textId[node]);
      put(trie.textEnd[node]);
      entries++;
    }
    putAt(header, entries);
  }
  return answer();
}

/** How many segments of the node's path belong to the path of its ingredient. */
function depthOf(trie: PathTrie, owners: StaticArray<u32>, node: u32): u32 {
  let at = node;
  while (at != NO_NODE && !owners[at]) at = trie.parent[at];
  let depth: u32 = 0;
  for (; at != NO_NODE; at = trie.parent[at]) depth++;
  return depth;
}

function countSegments(item: usize, updates: u32, ingredients: u32): i32 {
  let segments = 0;
  for (let i: u32 = 0; i < updates + ingredients; i++) {
    const text = i < updates ? item + 4 : item;
    segments += segmentsIn(text + 4, load<u32>(text));
    item = afterText(text);
  }
  return segments;
}

/** @param text the address of a length, followed by so many UTF-16 units */
function afterText(text: usize): usize {
  return text + 4 + ((<usize>(load<u32>(text) + 1) >> 1) << 2);
}
