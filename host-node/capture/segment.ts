import { closeSync, constants, readSync } from "node:fs";
import { codeOf, pause } from "./blocking-write.ts";
import { F_SETFL, nativeCalls } from "./native.ts";
import { startTee } from "./tee.ts";

/** Of Linux: a pipe that holds a megabyte costs fewer switches between writer and tee. */
const F_SETPIPE_SZ = 1031;
const PIPE_BYTES = 1 << 20;

const FIRST_PAUSE_MILLISECONDS = 0.1;
const LONGEST_PAUSE_MILLISECONDS = 10;

export interface SegmentRequest {
  /** where the output is kept */
  readonly file: string;
  /** the original standard output and standard error */
  readonly targets: readonly [out: number, err: number];
  /** both lead to the same place: one pipe for both keeps the order of what is written */
  readonly isOneTarget: boolean;
  readonly onFailure: (reason: string) => void;
}

/**
 * A stretch of captured output: a pipe, or two, that descriptors 1 and 2 lead into, and tee at the other end. Everything
 * is known to be in the file when the last writer has let go of the pipe and tee has ended. So at each start and each end of
 * a capture a new stretch begins, and the old one is waited for.
 */
export class Segment {
  /** ends when every tee has ended */
  readonly #status: number;
  readonly #pipes: readonly [out: number, err: number];

  /** @throws if pipes or processes can't be made; nothing has changed then */
  constructor({ file, targets, isOneTarget, onFailure }: SegmentRequest) {
    const { pipe, fcntl } = nativeCalls();
    const [status, alive] = pipe();
    fcntl(status, F_SETFL, constants.O_NONBLOCK);
    const opened: number[] = [];
    const launch = (target: number): number => {
      const [source, sink] = pipe();
      opened.push(sink);
      enlarge(sink);
      try {
        startTee({ source, target, file, status: alive, onFailure });
      } finally {
        closeSync(source);
      }
      return sink;
    };
    try {
      const out = launch(targets[0]);
      this.#pipes = [out, isOneTarget ? out : launch(targets[1])];
    } catch (error) {
      for (const descriptor of [...opened, status]) closeSync(descriptor);
      throw error;
    } finally {
      closeSync(alive);
    }
    this.#status = status;
  }

  /** From now on, what is written to descriptors 1 and 2 goes through this one. */
  enter(): void {
    const [out, err] = this.#pipes;
    pointTo(out, err);
    for (const descriptor of new Set(this.#pipes)) closeSync(descriptor);
  }

  /**
   * Waits for what is still on its way, once descriptors 1 and 2 lead elsewhere. Does so without the event loop: nothing may
   * be printed meanwhile, and an ending process has no other way.
   *
   * @returns false if something still holds the pipe then: a child process that lives on
   */
  finish(timeoutMilliseconds: number): boolean {
    const deadline = process.uptime() + timeoutMilliseconds / 1000;
    let wait = FIRST_PAUSE_MILLISECONDS;
    try {
      while (!hasEnded(this.#status)) {
        if (process.uptime() > deadline) return false;
        pause(wait);
        wait = Math.min(wait * 1.5, LONGEST_PAUSE_MILLISECONDS);
      }
      return true;
    } finally {
      closeSync(this.#status);
    }
  }
}

/** Makes descriptors 1 and 2 other names of these. */
export function pointTo(out: number, err: number): void {
  const { dup2, fflush } = nativeCalls();
  fflush();
  dup2(out, 1);
  dup2(err, 2);
}

function enlarge(sink: number): void {
  if (process.platform !== "linux") return;
  try {
    nativeCalls().fcntl(sink, F_SETPIPE_SZ, PIPE_BYTES);
  } catch {
    // The user has many large pipes already: a small one works as well.
  }
}

function hasEnded(status: number): boolean {
  try {
    return readSync(status, Buffer.alloc(1)) === 0;
  } catch (error) {
    if (codeOf(error) === "EAGAIN" || codeOf(error) === "EINTR") return false;
    throw error;
  }
}
