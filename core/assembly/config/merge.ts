// Assigning to fixed entries and revealing them: what Sacred's DogmaticDict does (config/custom_containers.py).

import { answer, beginAnswer, put, putAt, putLater } from "../message";
import { countOf, equal, firstEntry, isDict, refOf, skip, Tag, tagOf, typeOf } from "./value";

namespace Flag {
  export const ADDED: u32 = 1;
  export const MODIFIED: u32 = 2;
  export const TYPECHANGED: u32 = 4;
}

/** Where a dictionary's values stand, by key id; all zero between uses. */
let placeOf: StaticArray<usize> = new StaticArray<usize>(256);
/** The partners of the entries of all dictionaries that are being worked on, innermost last. */
let partners: StaticArray<usize> = new StaticArray<usize>(1024);
let partnersUsed: i32 = 0;

/**
 * Request: number of keys, 1 if there is a current value, then current?, assigned, fixed.
 * Answer: flags and types of the whole, then the value that the entry has now.
 */
export function assign(request: usize): usize {
  prepare(load<u32>(request));
  let current: usize = 0;
  let assigned = request + 8;
  if (load<u32>(request + 4)) {
    current = assigned;
    assigned = skip(current);
  }
  beginAnswer();
  overlay(current, assigned, skip(assigned));
  return answer();
}

/** Request: number of keys, current dictionary, fixed dictionary. Answer: the dictionary with all that was missing. */
export function reveal(request: usize): usize {
  prepare(load<u32>(request));
  beginAnswer();
  revealDict(request + 4, skip(request + 4));
  return answer();
}

function prepare(keys: u32): void {
  if (<u32>placeOf.length < keys) placeOf = new StaticArray<usize>(max(keys, placeOf.length << 1));
  partnersUsed = 0;
}

/** Writes flags, types, and the value of a fixed entry after `assigned` was assigned to it. Is it different from `assigned`? */
function overlay(current: usize, assigned: usize, fixed: usize): bool {
  const flags = putLater();
  const types = putLater();
  let different: bool;
  if (isDict(fixed)) {
    if (isDict(assigned)) different = overlayDict(current, assigned, fixed);
    else {
      // The scope wanted something else than a dictionary: what was there stays.
      if (current) copy(current);
      else put(Tag.DICT);
      different = true;
    }
  } else {
    put((refOf(fixed) << 4) | Tag.FREE);
    different = !equal(assigned, fixed);
  }
  const changesType = tagOf(assigned) != Tag.NULL && typeOf(assigned) != typeOf(fixed);
  putAt(flags, (different ? Flag.MODIFIED : 0) | (changesType ? Flag.TYPECHANGED : 0));
  putAt(types, (typeOf(assigned) << 4) | typeOf(fixed));
  return different;
}

function overlayDict(current: usize, assigned: usize, fixed: usize): bool {
  const count = countOf(assigned);
  const inFixed = findPartners(assigned, fixed);
  const inCurrent = current ? findPartners(assigned, current) : 0;
  const header = putLater();
  let entries: u32 = 0;
  let different: bool = false;
  let entry = firstEntry(assigned);
  for (let i: u32 = 0; i < count; i++) {
    const value = entry + 4;
    const fixedValue = unchecked(partners[inFixed + i]);
    put(load<u32>(entry));
    if (fixedValue) {
      const currentValue = current ? unchecked(partners[inCurrent + i]) : 0;
      if (overlay(currentValue, value, fixedValue)) different = true;
    } else putUnmarked(value);
    entry = skip(value);
    entries++;
  }
  partnersUsed = inFixed;
  if (current) {
    const others = copyOthers(current, assigned);
    entries += others;
    if (others) different = true;
  }
  putAt(header, (entries << 4) | Tag.DICT);
  return different;
}

/** Copies the entries of `current` that `assigned` doesn't have, and counts them. */
function copyOthers(current: usize, assigned: usize): u32 {
  const count = countOf(current);
  const inAssigned = findPartners(current, assigned);
  let others: u32 = 0;
  let entry = firstEntry(current);
  for (let i: u32 = 0; i < count; i++) {
    if (!unchecked(partners[inAssigned + i])) {
      put(load<u32>(entry));
      putUnmarked(entry + 4);
      others++;
    }
    entry = skip(entry + 4);
  }
  partnersUsed = inAssigned;
  return others;
}

function revealDict(current: usize, fixed: usize): void {
  const header = putLater();
  const count = countOf(current);
  const inFixed = findPartners(current, fixed);
  let entries: u32 = count;
  let entry = firstEntry(current);
  for (let i: u32 = 0; i < count; i++) {
    const value = entry + 4;
    const fixedValue = unchecked(partners[inFixed + i]);
    put(load<u32>(entry));
    if (fixedValue && isDict(fixedValue) && isDict(value)) {
      putMark(0);
      revealDict(value, fixedValue);
    } else putUnmarked(value);
    entry = skip(value);
  }
  partnersUsed = inFixed;
  const inCurrent = findPartners(fixed, current);
  entry = firstEntry(fixed);
  for (let i: u32 = 0, all = countOf(fixed); i < all; i++) {
    if (!unchecked(partners[inCurrent + i])) {
      put(load<u32>(entry));
      putAdded(entry + 4);
      entries++;
    }
    entry = skip(entry + 4);
  }
  partnersUsed = inCurrent;
  putAt(header, (entries << 4) | Tag.DICT);
}

/** A missing entry is added, and so is all that it holds. */
function putAdded(value: usize): void {
  putMark(Flag.ADDED);
  if (!isDict(value)) return put((refOf(value) << 4) | Tag.FREE);
  put((countOf(value) << 4) | Tag.DICT);
  let entry = firstEntry(value);
  for (let i: u32 = 0, count = countOf(value); i < count; i++) {
    put(load<u32>(entry));
    putAdded(entry + 4);
    entry = skip(entry + 4);
  }
}

function putUnmarked(value: usize): void {
  putMark(0);
  copy(value);
}

function copy(value: usize): void {
  if (!isDict(value)) return put((refOf(value) << 4) | Tag.FREE);
  put((countOf(value) << 4) | Tag.DICT);
  let entry = firstEntry(value);
  for (let i: u32 = 0, count = countOf(value); i < count; i++) {
    put(load<u32>(entry));
    putUnmarked(entry + 4);
    entry = skip(entry + 4);
  }
}

function putMark(flags: u32): void {
  put(flags);
  put(0);
}

/** For each entry of `dict`: where its key's value stands in `other`, or 0. Gives the index of the first partner. */
function findPartners(dict: usize, other: usize): i32 {
  const first = partnersUsed;
  const count = countOf(dict);
  const needed = first + <i32>count;
  if (needed > partners.length) growPartners(needed);
  let entry = firstEntry(other);
  for (let i: u32 = 0, all = countOf(other); i < all; i++) {
    unchecked((placeOf[load<u32>(entry)] = entry + 4));
    entry = skip(entry + 4);
  }
  let own = firstEntry(dict);
  for (let i: u32 = 0; i < count; i++) {
    unchecked((partners[first + i] = placeOf[load<u32>(own)]));
    own = skip(own + 4);
  }
  entry = firstEntry(other);
  for (let i: u32 = 0, all = countOf(other); i < all; i++) {
    unchecked((placeOf[load<u32>(entry)] = 0));
    entry = skip(entry + 4);
  }
  partnersUsed = needed;
  return first;
}

function growPartners(needed: i32): void {
  const larger = new StaticArray<usize>(max(needed, partners.length << 1));
  memory.copy(changetype<usize>(larger), changetype<usize>(partners), <usize>partnersUsed * sizeof<usize>());
  partners = larger;
}
