import type { OutputCapture } from "../host.ts";
import type { Logger } from "../logging/logger.ts";
import type { CaptureNote } from "../record/capture-note.ts";
import { type CapturedOutFilter, type ShownText, shownThrough } from "./shown-text.ts";
import type { OutputIncrement } from "./terminal-text.ts";

export type { CapturedOutFilter } from "./shown-text.ts";

/** What is at most this long is remembered when a run has ended; anything longer is read back. */
const SHORT_BYTES = 1 << 16;

/**
 * What a run has printed, after its filter, as it is sent to the observers and read back. Without a filter, and with
 * `applyBackspacesAndLinefeeds`, each piece is looked at once and forgotten; any other filter is given the whole text
 * each time, which is then held in memory.
 */
export class CapturedOutput {
  readonly #filterOf: () => CapturedOutFilter | undefined;
  readonly #logger: Pick<Logger, "warning">;
  #capture: OutputCapture | undefined;
  /** settled when the first output is sent */
  #shown: ShownText | undefined;
  /** once the run has ended and the capture is gone */
  #ended: (() => string) | undefined;

  constructor(filterOf: () => CapturedOutFilter | undefined, logger: Pick<Logger, "warning">) {
    this.#filterOf = filterOf;
    this.#logger = logger;
  }

  begin(capture: OutputCapture): void {
    this.#capture = capture;
  }

  /** Nothing that is printed from now on belongs to the run. */
  stop(): void {
    this.#capture?.stop();
  }

  /** Where recovery finds the output if the process dies. */
  get note(): CaptureNote | undefined {
    return this.#capture?.note;
  }

  /** The whole text as shown now. */
  get text(): string {
    if (this.#ended !== undefined) return this.#ended();
    return this.#capture === undefined ? "" : this.#show().whole(this.#capture);
  }

  /** What observers have to change since the last call, in pieces: at least one, which may be empty. */
  *increments(): Generator<OutputIncrement> {
    const shown = this.#show();
    let isEmpty = true;
    for (const increment of shown.increments(this.#capture?.news() ?? [])) {
      isEmpty = false;
      yield increment;
    }
    if (isEmpty) yield { offset: shown.length, text: "" };
  }

  /**
   * The run is over.
   *
   * @param stored reads the text back from what an observer has stored
   */
  end(stored: (() => string) | undefined): void {
    const capture = this.#capture;
    if (capture === undefined || this.#ended !== undefined) return;
    const shown = this.#show();
    const isShort = shown.isHeld || capture.size <= SHORT_BYTES;
    if (isShort) {
      const text = shown.whole(capture);
      this.#ended = () => text;
    } else this.#ended = stored ?? (() => shown.whole(capture));
    capture.release(!isShort && stored === undefined);
  }

  #show(): ShownText {
    this.#shown ??= shownThrough(this.#filterOf(), this.#logger);
    return this.#shown;
  }
}
