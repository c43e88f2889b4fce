import { closeSync, fstatSync } from "node:fs";
import { writeWhole } from "./blocking-write.ts";
import { CaptureFile, type FolderMaker } from "./capture-file.ts";
import { duplicate, F_GETFD, F_GETFL, F_SETFD, F_SETFL, nativeCalls } from "./native.ts";
import { pointTo, Segment } from "./segment.ts";
import type { StandardStream } from "./standard-stream.ts";

const DESCRIPTORS = [1, 2] as const;

/** How long a child process may go on printing when a capture ends. */
const PATIENCE_MILLISECONDS = 1000;

/** Descriptors 1 and 2 while they are captured: where they led before, and the stretch of output that they lead into now. */
export class Redirection {
  readonly file: CaptureFile;
  readonly #streams: readonly StandardStream[];
  readonly #onFailure: (reason: string) => void;
  readonly #isOneTarget: boolean = isOneTarget();
  readonly #originals: readonly [out: number, err: number];
  /** of the original descriptors: starting a process changes them */
  readonly #statusFlags: readonly number[];
  readonly #descriptorFlags: readonly number[];
  #segment: Segment;
  #isComplete: boolean = true;

  /**
   * @param folders where the output may be kept if the temporary folder can't be written
   * @throws if anything that it takes can't be had; nothing has changed then
   */
  constructor(
    streams: readonly StandardStream[],
    folders: readonly FolderMaker[],
    onFailure: (reason: string) => void,
  ) {
    const { fcntl } = nativeCalls();
    this.#streams = streams;
    this.#onFailure = onFailure;
    this.file = new CaptureFile(folders);
    this.file.retain();
    this.#originals = [duplicate(1), duplicate(2)];
    this.#statusFlags = DESCRIPTORS.map((descriptor) => fcntl(descriptor, F_GETFL));
    this.#descriptorFlags = DESCRIPTORS.map((descriptor) => fcntl(descriptor, F_GETFD));
    try {
      this.#segment = this.#open();
    } catch (error) {
      this.#forget();
      throw error;
    }
    this.#segment.enter();
    for (const stream of streams) {
      stream.redirect((bytes) => {
        // tee is gone: what it would have done is done here.
        this.file.append(bytes);
        writeWhole(this.#originals[stream.descriptor - 1] ?? stream.descriptor, bytes);
      });
    }
  }

  /**
   * Begins a new stretch, so that everything printed before is in the file and nothing that comes after is.
   *
   * @returns false if a child process goes on printing into the old one
   */
  next(): boolean {
    const old = this.#segment;
    this.#segment = this.#open();
    this.#segment.enter();
    return this.#finish(old);
  }

  /** The descriptors lead again where they led before. */
  close(): boolean {
    const { fcntl } = nativeCalls();
    for (const stream of this.#streams) stream.restore();
    pointTo(...this.#originals);
    DESCRIPTORS.forEach((descriptor, index) => fcntl(descriptor, F_SETFD, this.#descriptorFlags[index]));
    const isComplete = this.#finish(this.#segment);
    // As long as some tee writes there, it counts on the flags that it was started with.
    if (this.#isComplete)
      DESCRIPTORS.forEach((descriptor, index) => fcntl(descriptor, F_SETFL, this.#statusFlags[index]));
    this.#forget();
    return isComplete;
  }

  #open(): Segment {
    return new Segment({
      file: this.file.path,
      targets: this.#originals,
      isOneTarget: this.#isOneTarget,
      onFailure: this.#onFailure,
    });
  }

  #finish(segment: Segment): boolean {
    const isComplete = segment.finish(PATIENCE_MILLISECONDS);
    this.#isComplete &&= isComplete;
    return isComplete;
  }

  #forget(): void {
    for (const descriptor of this.#originals) closeSync(descriptor);
    this.file.release(false);
  }
}

function isOneTarget(): boolean {
  const [out, err] = DESCRIPTORS.map((descriptor) => fstatSync(descriptor, { bigint: true }));
  return out !== undefined && out.dev === err?.dev && out.ino === err.ino && out.rdev === err.rdev;
}
