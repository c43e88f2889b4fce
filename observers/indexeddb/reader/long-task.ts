/** How far something is that takes long. */
export interface Progress {
  /** runs that are done */
  readonly runs: number;
  /** of so many; 0 as long as it isn't known */
  readonly totalRuns: number;
  /** what was read or packed so far, unpacked */
  readonly bytes: number;
  /** of so many; 0 where it isn't known */
  readonly totalBytes: number;
}

export interface LongTaskOptions {
  /** Ends the task, which rejects with the signal's reason; what it would have changed stays as it was. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how far the task is: after each run, and after each megabyte or so. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** So long nobody else is heard, about. */
const HELD_MILLISECONDS = 30;

/** Something that takes long: tells how far it is, and ends where its user has had enough. */
export class LongTask {
  readonly #options: LongTaskOptions;
  #breathed: number = performance.now();
  #progress: Progress = { runs: 0, totalRuns: 0, bytes: 0, totalBytes: 0 };

  /** @throws the signal's reason, here and in each method, once that is aborted */
  constructor(options: LongTaskOptions, totals: Partial<Progress> = {}) {
    this.#options = options;
    this.expect(totals);
  }

  /** What there is to be done, as soon as that is known. */
  expect(totals: Partial<Progress>): void {
    this.#progress = { ...this.#progress, ...totals };
    this.check();
  }

  check(): void {
    this.#options.signal?.throwIfAborted();
  }

  /** Lets others be heard, who may end the task: to be awaited again and again by what would hold the thread. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#breathed < HELD_MILLISECONDS) return;
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
    this.#breathed = performance.now();
    this.check();
  }

  didRun(): void {
    this.#tell({ runs: this.#progress.runs + 1 });
  }

  didBytes(bytes: number): void {
    this.#tell({ bytes: this.#progress.bytes + bytes });
  }

  #tell(news: Partial<Progress>): void {
    this.expect(news);
    this.#options.onProgress?.(this.#progress);
    // It may be the listener that has had enough.
    this.check();
  }
}
