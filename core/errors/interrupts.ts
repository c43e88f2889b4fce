import { nameErrorClasses, SacredError, type SacredErrorOptions } from "./sacred-error.ts";

/**
 * Thrown inside a run, ends it without counting as a failure. The run's status is the class's `STATUS` (or `status`).
 *
 * @example
 * ```ts
 * class OutOfBudget extends SacredInterrupt {
 *   static override STATUS = "OUT_OF_BUDGET";
 * }
 * throw new OutOfBudget();
 * ```
 */
export class SacredInterrupt extends SacredError {
  static STATUS: string = "INTERRUPTED";

  constructor(message: string = "The run was interrupted.", options: SacredErrorOptions = {}) {
    super(message, { filterTraceback: "always", ...options });
  }

  /** What the run's status becomes. */
  get status(): string {
    let errorClass: unknown = this.constructor;
    while (typeof errorClass === "function") {
      for (const name of ["STATUS", "status"]) {
        const own: unknown = Object.getOwnPropertyDescriptor(errorClass, name)?.value;
        if (typeof own === "string") return own;
      }
      errorClass = Object.getPrototypeOf(errorClass);
    }
    return SacredInterrupt.STATUS;
  }
}

/** A signal of the operating system (Ctrl-C: SIGINT) interrupted the run; a program ends with `exitCode` then. */
export class SignalInterrupt extends SacredInterrupt {
  readonly signal: string;
  /** 128 and the signal's number, as shells have it */
  readonly exitCode: number;

  constructor(signal: string, exitCode: number) {
    super(`The run was interrupted by ${signal}.`);
    this.signal = signal;
    this.exitCode = exitCode;
  }
}

/** The run took too long: its status becomes TIMEOUT. */
export class TimeoutInterrupt extends SacredInterrupt {
  static override STATUS: string = "TIMEOUT";

  constructor(message: string = "The run took too long.", options: SacredErrorOptions = {}) {
    super(message, options);
  }
}

nameErrorClasses({ SacredInterrupt, SignalInterrupt, TimeoutInterrupt });
