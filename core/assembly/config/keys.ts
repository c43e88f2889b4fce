// Which keys can't be stored, or would be dangerous.

import { answer, beginAnswer, put } from "../message";

namespace Rule {
  /** MongoDB: no "." inside, no "$" in front */
  export const MONGO: u32 = 1;
  /** jsonpickle's own tags */
  export const JSONPICKLE: u32 = 2;
  export const IDENTIFIER: u32 = 4;
  /** "=" ends the key on the command line */
  export const EQUALS: u32 = 8;
  /** always: the way to every object's prototype */
  export const PROTO: u32 = 16;
  /** always: Python's Sacred can't hold it */
  export const EMPTY: u32 = 32;
}

/**
 * The tags that jsonpickle reserves (RESERVED in jsonpickle/tags.py), without their common "py/", each between two commas. One
 * text: each would have a header of twenty bytes.
 */
const TAGS: string =
  ",bytes,function,id,initargs,iterator,mod,newargs,newargsex,newobj,object,property,reduce,ref,repr,seq,set,state,tuple,type,";

/**
 * Request: rules, number of keys, then each key: UTF-16 length, text.
 * Answer: for each key the first rule that it breaks, or 0.
 */
export function checkKeys(request: usize): usize {
  const rules = load<u32>(request);
  const keys = load<u32>(request + 4);
  beginAnswer();
  let key = request + 8;
  for (let i: u32 = 0; i < keys; i++) {
    const length = load<u32>(key);
    put(brokenRule(key + 4, length, rules));
    key += 4 + ((<usize>(length + 1) >> 1) << 2);
  }
  return answer();
}

function brokenRule(text: usize, length: u32, rules: u32): u32 {
  if (length == 0) return Rule.EMPTY;
  if (is(text, length, "__proto__")) return Rule.PROTO;
  if (rules & Rule.JSONPICKLE && isTag(text, length)) return Rule.JSONPICKLE;
  if (rules & Rule.IDENTIFIER && !isIdentifier(text, length)) return Rule.IDENTIFIER;
  if (rules & Rule.EQUALS && holds(text, length, 0x3d)) return Rule.EQUALS;
  // The last, so that a hook's key in which there is nothing worse than a dot is known.
  if (rules & Rule.MONGO && (unit(text, 0) == 0x24 || holds(text, length, 0x2e))) return Rule.MONGO;
  return 0;
}

function isTag(text: usize, length: u32): bool {
  if (length >= 7 && is(text, 7, "json://")) return true;
  if (length < 3 || !is(text, 3, "py/")) return false;
  const tag = text + 6;
  const size = length - 3;
  if (holds(tag, size, 0x2c)) return false;
  for (let i: u32 = 1; i + size < <u32>TAGS.length; i++) {
    const start = changetype<usize>(TAGS) + (<usize>i << 1);
    const isWhole = unit(start - 2, 0) == 0x2c && unit(start, size) == 0x2c;
    if (isWhole && memory.compare(tag, start, <usize>size << 1) == 0) return true;
  }
  return false;
}

/** ASCII, as Sacred's PYTHON_IDENTIFIER. */
function isIdentifier(text: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) {
    const c = unit(text, i);
    const letter = (c | 32) >= 0x61 && (c | 32) <= 0x7a || c == 0x5f;
    if (!letter && !(i && c >= 0x30 && c <= 0x39)) return false;
  }
  return true;
}

function holds(text: usize, length: u32, wanted: u32): bool {
  for (let i: u32 = 0; i < length; i++) if (unit(text, i) == wanted) return true;
  return false;
}

function is(text: usize, length: u32, wanted: string): bool {
  return length == wanted.length && memory.compare(text, changetype<usize>(wanted), <usize>length << 1) == 0;
}

// @ts-ignore: decorator
@inline
function unit(text: usize, index: u32): u32 {
  return load<u16>(text + (<usize>index << 1));
}
