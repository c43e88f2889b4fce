/**
 * What is told about a run while it goes on, for any number of readers (`for await`). The first one is given everything from the
 * start, another one what comes after it has begun. A reader that is slow is given all that has come meanwhile as one item, so
 * nothing piles up.
 */
export class LiveStream<T> implements AsyncIterable<T> {
  readonly #join: (held: T, next: T) => T;
  readonly #readers: Set<Reader<T>> = new Set();
  /** what nobody has read yet, until somebody begins to */
  #first: Reader<T> | undefined = new Reader();
  #isOver: boolean = false;
  #latest: T | undefined = undefined;

  /** @param join two items as one, for a reader that has taken neither */
  constructor(join: (held: T, next: T) => T) {
    this.#join = join;
    if (this.#first !== undefined) this.#readers.add(this.#first);
  }

  /** the item that came last; undefined before the first one */
  get latest(): T | undefined {
    return this.#latest;
  }

  push(item: T): void {
    this.#latest = item;
    for (const reader of this.#readers) reader.add(item, this.#join);
  }

  /** Nothing comes any more. */
  end(): void {
    this.#isOver = true;
    for (const reader of this.#readers) reader.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, undefined> {
    const reader = this.#first ?? new Reader<T>();
    this.#first = undefined;
    this.#readers.add(reader);
    if (this.#isOver) reader.end();
    try {
      for (;;) {
        const held = await reader.next();
        if (held === undefined) return;
        yield held.item;
      }
    } finally {
      this.#readers.delete(reader);
    }
  }
}

class Reader<T> {
  #held: { readonly item: T } | undefined = undefined;
  #isOver: boolean = false;
  #wake: (() => void) | undefined = undefined;

  add(item: T, join: (held: T, next: T) => T): void {
    this.#held = { item: this.#held === undefined ? item : join(this.#held.item, item) };
    this.#wake?.();
  }

  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  /** undefined when nothing comes any more */
  async next(): Promise<{ readonly item: T } | undefined> {
    if (this.#held === undefined && !this.#isOver) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    const held = this.#held;
    this.#held = undefined;
    return held;
  }
}
