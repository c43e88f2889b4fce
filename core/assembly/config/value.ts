// Values as they arrive: a tree of words that is read in place. `value` is always the address of a header word.
//
//   header = payload << 4 | tag
//   DICT   header(entries), size in words, then for each entry: key id, value
//   LIST   header(items), size in words, leaf reference, then the items
//   NUMBER header, leaf reference, f64
//   TEXT, BIGINT header(UTF-16 length), leaf reference, the text
//   others header, leaf reference
//
// A leaf reference is the host's index of the value itself, which never travels back as text or digits.

export namespace Tag {
  export const NULL: u32 = 0;
  export const FALSE: u32 = 2;
  export const TRUE: u32 = 3;
  export const NUMBER: u32 = 5;
  export const BIGINT: u32 = 6;
  export const TEXT: u32 = 7;
  export const LIST: u32 = 8;
  export const DICT: u32 = 9;
  /** nothing of it matters but its identity */
  export const FREE: u32 = 10;
}

/** Type names in the order of the host's table: null, boolean, number, string, array, object. */
export function typeOf(value: usize): u32 {
  switch (tagOf(value)) {
    case Tag.NULL:
      return 0;
    case Tag.FALSE:
    case Tag.TRUE:
      return 1;
    case Tag.NUMBER:
    case Tag.BIGINT:
      return 2;
    case Tag.TEXT:
      return 3;
    case Tag.LIST:
      return 4;
    default:
      return 5;
  }
}

// @ts-ignore: decorator
@inline
export function tagOf(value: usize): u32 {
  return load<u32>(value) & 15;
}

// @ts-ignore: decorator
@inline
export function countOf(value: usize): u32 {
  return load<u32>(value) >> 4;
}

/** The leaf reference of anything but a dictionary. */
export function refOf(value: usize): u32 {
  return load<u32>(value + (tagOf(value) == Tag.LIST ? 8 : 4));
}

export function isDict(value: usize): bool {
  return tagOf(value) == Tag.DICT;
}

/** The address of a dictionary's first entry (its key id). */
// @ts-ignore: decorator
@inline
export function firstEntry(dict: usize): usize {
  return dict + 8;
}

/** The address behind a value. */
export function skip(value: usize): usize {
  switch (tagOf(value)) {
    case Tag.DICT:
    case Tag.LIST:
      return value + (<usize>load<u32>(value + 4) << 2);
    case Tag.NUMBER:
      return value + 16;
    case Tag.TEXT:
    case Tag.BIGINT:
      return value + 8 + ((<usize>(countOf(value) + 1) >> 1) << 2);
    default:
      return value + 8;
  }
}

/** Python's equality: 1 == 1.0 and True == 1; NaN equals nothing; dictionaries regardless of order. */
export function equal(a: usize, b: usize): bool {
  const tag = tagOf(a);
  if (isNumeric(tag) && isNumeric(tagOf(b))) return numberOf(a) == numberOf(b);
  if (tag != tagOf(b)) return false;
  switch (tag) {
    case Tag.NULL:
      return true;
    case Tag.TEXT:
    case Tag.BIGINT:
      return countOf(a) == countOf(b) && memory.compare(a + 8, b + 8, <usize>countOf(a) << 1) == 0;
    case Tag.LIST:
      return equalLists(a, b);
    case Tag.DICT:
      return equalDicts(a, b);
    default:
      return refOf(a) == refOf(b);
  }
}

function isNumeric(tag: u32): bool {
  return tag == Tag.NUMBER || tag == Tag.TRUE || tag == Tag.FALSE;
}

function numberOf(value: usize): f64 {
  const tag = tagOf(value);
  return tag == Tag.NUMBER ? load<f64>(value + 8) : tag == Tag.TRUE ? 1.0 : 0.0;
}

function equalLists(a: usize, b: usize): bool {
  const count = countOf(a);
  if (count != countOf(b)) return false;
  let itemA = a + 12;
  let itemB = b + 12;
  for (let i: u32 = 0; i < count; i++) {
    if (!equal(itemA, itemB)) return false;
    itemA = skip(itemA);
    itemB = skip(itemB);
  }
  return true;
}

function equalDicts(a: usize, b: usize): bool {
  const count = countOf(a);
  if (count != countOf(b)) return false;
  let entry = firstEntry(a);
  // Usually both are in the same order: then this is where the partner stands.
  let guess = firstEntry(b);
  for (let i: u32 = 0; i < count; i++) {
    const key = load<u32>(entry);
    const partner = load<u32>(guess) == key ? guess + 4 : find(b, key);
    if (!partner || !equal(entry + 4, partner)) return false;
    entry = skip(entry + 4);
    guess = skip(guess + 4);
  }
  return true;
}

/** The value of `key` in a dictionary, 0 where there is none. */
function find(dict: usize, key: u32): usize {
  let entry = firstEntry(dict);
  for (let i: u32 = 0, count = countOf(dict); i < count; i++) {
    if (load<u32>(entry) == key) return entry + 4;
    entry = skip(entry + 4);
  }
  return 0;
}
