import { loadKoffi } from "./load-koffi.ts";

/** All that the capture of descriptors needs from the C library; every call throws what the system refuses. */
export interface NativeCalls {
  /** makes `target` another name of `source` */
  dup2(source: number, target: number): void;
  fcntl(descriptor: number, command: number, argument?: number): number;
  /** the two ends of a new pipe, [read, write], that no child process inherits */
  pipe(): readonly [read: number, write: number];
  /** what C's own streams hold back is written */
  fflush(): void;
}

/** Commands of fcntl, the same everywhere. */
export const F_GETFD = 1;
export const F_SETFD = 2;
export const F_GETFL = 3;
export const F_SETFL = 4;

const FD_CLOEXEC = 1;
/** O_CLOEXEC of Linux, for pipe2. */
const O_CLOEXEC = 0o2000000;

/** fcntl's F_DUPFD_CLOEXEC, which each system numbers in its own way: what is not listed here can't be captured. */
const DUPLICATE: Readonly<Partial<Record<NodeJS.Platform, number>>> = {
  linux: 1030,
  android: 1030,
  darwin: 67,
  freebsd: 17,
  openbsd: 10,
};

/** Duplicates of descriptors stay away from the small numbers that programs count on. */
const LEAST_DUPLICATE = 10;

let calls: NativeCalls | undefined;

/**
 * The calls, by koffi.
 *
 * @throws if koffi can't be loaded
 */
export function nativeCalls(): NativeCalls {
  calls ??= load();
  return calls;
}

/** A duplicate of a descriptor that no child process inherits. */
export function duplicate(descriptor: number): number {
  return nativeCalls().fcntl(descriptor, DUPLICATE[process.platform] ?? 0, LEAST_DUPLICATE);
}

function load(): NativeCalls {
  if (DUPLICATE[process.platform] === undefined) {
    throw new Error(`how descriptors are duplicated on ${process.platform} is not known`);
  }
  const koffi = loadKoffi();
  // Symbols of the running process: glibc, musl and libSystem alike, without their names.
  const library = koffi.load(null);
  const dup2 = library.func("int dup2(int source, int target)");
  // The "..." counts: on Apple's arm64 variadic arguments are passed on the stack.
  const fcntl = library.func("int fcntl(int descriptor, int command, ...)");
  const fflush = library.func("int fflush(void *stream)");
  const pipe =
    process.platform === "linux"
      ? library.func("int pipe2(_Out_ int *ends, int flags)")
      : library.func("int pipe(_Out_ int *ends)");
  const checked = (name: string, result: unknown): number => {
    if (typeof result === "number" && result >= 0) return result;
    throw new Error(`${name} failed with error ${koffi.errno()}`);
  };
  const control: NativeCalls["fcntl"] = (descriptor, command, argument = 0) =>
    checked("fcntl", fcntl(descriptor, command, "int", argument));
  return {
    dup2: (source, target) => void checked("dup2", dup2(source, target)),
    fcntl: control,
    pipe() {
      const ends: [number, number] = [0, 0];
      if (process.platform === "linux") checked("pipe2", pipe(ends, O_CLOEXEC));
      else {
        checked("pipe", pipe(ends));
        for (const end of ends) control(end, F_SETFD, FD_CLOEXEC);
      }
      return ends;
    },
    fflush: () => void fflush(null),
  };
}
