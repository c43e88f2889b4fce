// The two buffers of words through which a host and the core speak: one request in, one answer out.

let input: StaticArray<u32> = new StaticArray<u32>(1 << 12);
let output: StaticArray<u32> = new StaticArray<u32>(1 << 12);
let length: i32 = 0;

/** Room for a request of `words` words; its address holds until the next call. */
export function reserve(words: i32): usize {
  if (words > input.length) input = new StaticArray<u32>(max(words, input.length << 1));
  return changetype<usize>(input);
}

/** Begins a new answer. */
export function beginAnswer(): void {
  length = 0;
}

// @ts-ignore: decorator
@inline
export function put(word: u32): void {
  if (length == output.length) grow();
  unchecked((output[length++] = word));
}

/** Keeps a place in the answer for a word that is known only later. */
export function putLater(): i32 {
  put(0);
  return length - 1;
}

export function putAt(place: i32, word: u32): void {
  output[place] = word;
}

export function answer(): usize {
  return changetype<usize>(output);
}

function grow(): void {
  const larger = new StaticArray<u32>(output.length << 1);
  memory.copy(changetype<usize>(larger), changetype<usize>(output), <usize>length << 2);
  output = larger;
}
