import { wasi } from "@bjorn3/browser_wasi_shim";

export type ClockKind = "system" | "virtual";

/** Times in nanoseconds. */
export interface ProgramClock {
  /** since 1970 */
  now(): bigint;
  /** since the program's start; what it has used of the processor counts as this, too */
  elapsed(): bigint;
  /** Returns when `elapsed()` has reached `until`. @param check throws if the program has to end before that */
  sleep(until: bigint, check: () => void): void;
}

export function createClock(kind: ClockKind): ProgramClock {
  return kind === "virtual" ? new VirtualClock() : new SystemClock();
}

const nanoseconds = (milliseconds: number): bigint => BigInt(Math.round(milliseconds * 1e6));

/** How long is slept at a time. */
const NAP_MILLISECONDS = 20;

class SystemClock implements ProgramClock {
  readonly #start: number = performance.now();

  now(): bigint {
    return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n;
  }

  elapsed(): bigint {
    return nanoseconds(performance.now() - this.#start);
  }

  sleep(until: bigint, check: () => void): void {
    for (let left = until - this.elapsed(); left > 0n; left = until - this.elapsed()) {
      check();
      nap(Math.min(NAP_MILLISECONDS, Number(left) / 1e6));
    }
  }
}

const NEVER_SIGNALLED = typeof SharedArrayBuffer === "undefined" ? undefined : new Int32Array(new SharedArrayBuffer(4));

/** Blocks the thread; where that is not allowed (a page's own thread), the caller's loop spins instead. */
function nap(milliseconds: number): void {
  if (NEVER_SIGNALLED === undefined || "document" in globalThis) return;
  Atomics.wait(NEVER_SIGNALLED, 0, 0, milliseconds);
}

const YEAR_2000 = BigInt(Date.UTC(2000, 0, 1)) * 1_000_000n;

class VirtualClock implements ProgramClock {
  #elapsed: bigint = 0n;

  now(): bigint {
    return YEAR_2000 + this.elapsed();
  }

  elapsed(): bigint {
    this.#elapsed += 1000n;
    return this.#elapsed;
  }

  sleep(until: bigint): void {
    if (until > this.#elapsed) this.#elapsed = until;
  }
}

/** `clock_time_get` of preview 1: the time of one of its clocks; undefined for one that it doesn't have. */
export function timeOf(clock: ProgramClock, id: number): bigint | undefined {
  if (id === wasi.CLOCKID_REALTIME) return clock.now();
  return id >= 0 && id <= wasi.CLOCKID_THREAD_CPUTIME_ID ? clock.elapsed() : undefined;
}

/** `poll_oneoff` for a program that sleeps. Returns the shim's error number. */
export function sleep(clock: ProgramClock, { clockid, timeout, flags }: wasi.Subscription, check: () => void): number {
  const now = timeOf(clock, clockid);
  if (now === undefined) return wasi.ERRNO_INVAL;
  const isAbsolute = (flags & wasi.SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) !== 0;
  clock.sleep(clock.elapsed() + (isAbsolute ? timeout - now : timeout), check);
  return wasi.ERRNO_SUCCESS;
}
