import type { OutputCapture } from "../../core/host.ts";
import type { FolderMaker } from "./capture-file.ts";
import { CapturedPart } from "./captured-part.ts";
import { nativeCalls } from "./native.ts";
import { Redirection } from "./redirection.ts";
import { StandardStream } from "./standard-stream.ts";

/** Tells the user about what was not captured. */
type Warn = (text: string) => void;

/** The mode "fd": everything that the process and its children write to descriptors 1 and 2, for whoever captures it. */
class DescriptorCapture {
  /** the captures that go on; they share one file, and each has its part of it */
  readonly #captures: Map<CapturedPart, Warn> = new Map();
  #redirection: Redirection | undefined;
  readonly #stopAll = (): void => {
    for (const capture of this.#captures.keys()) capture.stop();
  };

  /**
   * @param folders where the output may be kept if the temporary folder can't be written
   * @throws if the native calls, or anything else that it takes, can't be had
   */
  async start(folders: readonly FolderMaker[], warn: Warn): Promise<OutputCapture> {
    nativeCalls();
    if (this.#redirection === undefined) {
      const streams = [new StandardStream(1), new StandardStream(2)];
      for (const stream of streams) await stream.drain();
      // Another run may have begun in the meantime.
      if (this.#redirection === undefined) return this.#add(this.#redirect(streams, folders), warn);
    }
    this.#redirection.next();
    return this.#add(this.#redirection, warn);
  }

  #redirect(streams: readonly StandardStream[], folders: readonly FolderMaker[]): Redirection {
    this.#redirection = new Redirection(streams, folders, (reason) => {
      for (const warn of this.#captures.values())
        warn(`What is printed is not shown or not captured whole: ${reason}.`);
    });
    process.on("exit", this.#stopAll);
    return this.#redirection;
  }

  #add({ file }: Redirection, warn: Warn): CapturedPart {
    const capture: CapturedPart = new CapturedPart(file, () => this.#stop(capture, warn));
    this.#captures.set(capture, warn);
    return capture;
  }

  #stop(capture: CapturedPart, warn: Warn): void {
    const redirection = this.#redirection;
    this.#captures.delete(capture);
    if (redirection === undefined) return;
    let isComplete: boolean;
    if (this.#captures.size > 0) isComplete = redirection.next();
    else {
      this.#redirection = undefined;
      process.removeListener("exit", this.#stopAll);
      isComplete = redirection.close();
    }
    if (!isComplete)
      warn("A child process of this run goes on printing: what it prints from now on is shown, but not captured.");
  }
}

/** Descriptors belong to the process, so does their capture, also if the package is loaded twice. */
const KEY = Symbol.for("sacred-ts.descriptor-capture");

export function descriptorCapture(): DescriptorCapture {
  const shared: object & { [KEY]?: DescriptorCapture } = globalThis;
  shared[KEY] ??= new DescriptorCapture();
  return shared[KEY];
}
