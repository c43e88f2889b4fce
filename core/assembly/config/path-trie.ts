// Dotted paths as a trie: a node for each `a`, `a.b`, `a.b.c`, found again through one open hash table. Texts are read in
// place from the request; equal segments of different texts meet in one node.

const EMPTY: u32 = 0xffffffff;

/** The root is node 0. */
export class PathTrie {
  count: i32 = 1;
  parent: StaticArray<u32>;
  /** where the segment's text stands, and its length in UTF-16 units */
  segment: StaticArray<usize>;
  segmentLength: StaticArray<u32>;
  /** which text the node was first reached by, and where in it the node's path ends */
  textId: StaticArray<u32>;
  textEnd: StaticArray<u32>;
  private table: StaticArray<u32>;
  private mask: u32;

  /** @param capacity the largest number of nodes, the root left out */
  constructor(capacity: i32) {
    const nodes = capacity + 1;
    this.parent = new StaticArray<u32>(nodes);
    this.segment = new StaticArray<usize>(nodes);
    this.segmentLength = new StaticArray<u32>(nodes);
    this.textId = new StaticArray<u32>(nodes);
    this.textEnd = new StaticArray<u32>(nodes);
    let size: u32 = 16;
    while (size < (<u32>nodes) << 1) size <<= 1;
    this.table = new StaticArray<u32>(size);
    this.table.fill(EMPTY);
    this.mask = size - 1;
  }

  /** The child of `parent` with this segment; made where there is none. */
  child(parent: u32, text: usize, length: u32, textId: u32, textEnd: u32): u32 {
    let hash = hashOf(parent, text, length) & this.mask;
    while (true) {
      const node = unchecked(this.table[hash]);
      if (node == EMPTY) break;
      if (this.is(node, parent, text, length)) return node;
      hash = (hash + 1) & this.mask;
    }
    const made = <u32>this.count;
    this.count++;
    unchecked((this.table[hash] = made));
    this.parent[made] = parent;
    this.segment[made] = text;
    this.segmentLength[made] = length;
    this.textId[made] = textId;
    this.textEnd[made] = textEnd;
    return made;
  }

  private is(node: u32, parent: u32, text: usize, length: u32): bool {
    return (
      unchecked(this.parent[node]) == parent &&
      unchecked(this.segmentLength[node]) == length &&
      memory.compare(unchecked(this.segment[node]), text, (<usize>length) << 1) == 0
    );
  }

  /** Walks down a dotted text from `node`, making what is missing. */
  descend(node: u32, text: usize, length: u32, textId: u32): u32 {
    let start: u32 = 0;
    for (let end: u32 = 0; end <= length; end++) {
      if (end < length && load<u16>(text + ((<usize>end) << 1)) != 0x2e) continue;
      node = this.child(node, text + ((<usize>start) << 1), end - start, textId, end);
      start = end + 1;
    }
    return node;
  }
}

/** How many nodes a dotted text can need. */
export function segmentsIn(text: usize, length: u32): i32 {
  let segments: i32 = 1;
  for (let i: u32 = 0; i < length; i++) if (load<u16>(text + ((<usize>i) << 1)) == 0x2e) segments++;
  return segments;
}

/** FNV-1a over the parent's number and the segment's UTF-16 units. */
function hashOf(parent: u32, text: usize, length: u32): u32 {
  let hash: u32 = (0x811c9dc5 ^ parent) * 0x01000193;
  for (let i: u32 = 0; i < length; i++) hash = (hash ^ load<u16>(text + ((<usize>i) << 1))) * 0x01000193;
  return hash ^ (hash >> 15);
}
