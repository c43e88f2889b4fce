/** How a stack trace is shown on the command line: "always" hides it, "default" drops the package's own frames. */
export type TracebackFilter = "default" | "always" | "never";

export interface SacredErrorOptions {
  readonly cause?: unknown;
  /** print the short usage below the message (command line) */
  readonly printUsage?: boolean;
  readonly filterTraceback?: TracebackFilter;
}

/**
 * Everything that a user of the package can cause. The message says what was expected, what was found, where, and what
 * to do about it.
 *
 * `instanceof` compares a brand, so it holds across realms and duplicate copies of the package.
 *
 * @example
 * ```ts
 * try {
 *   await ex.run({ configUpdates: { lerning_rate: 1 } });
 * } catch (error) {
 *   if (error instanceof SacredError && error.code === "CONFIG_ADDED") console.error(error.message);
 * }
 * ```
 */
export class SacredError extends Error {
  /** stable, for programs: `CONFIG_ADDED`, `USAGE`, … */
  readonly code: string = "SACRED";
  readonly printUsage: boolean;
  readonly filterTraceback: TracebackFilter;

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.printUsage = options.printUsage ?? false;
    this.filterTraceback = options.filterTraceback ?? "default";
    brand(this, new.target);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value, this);
  }
}

export const BRANDS: unique symbol = Symbol.for("sacred-ts.error");

/** Class names are set as literals in `name`s below: minifiers rename classes, brands must not change. */
const brandNames = new WeakMap<Function, string>();

/** Gives an error class its lasting name. Called once for each class, right after it is defined. */
export function nameErrorClass(errorClass: Function, name: string): void {
  brandNames.set(errorClass, name);
  Object.defineProperty(errorClass, "name", { value: name, configurable: true });
}

function brandsOf(errorClass: Function): string[] {
  const brands: string[] = [];
  for (let current: unknown = errorClass; typeof current === "function"; current = Object.getPrototypeOf(current)) {
    const name = brandNames.get(current);
    if (name !== undefined) brands.push(name);
  }
  return brands;
}

function brand(error: object, errorClass: Function): void {
  Object.defineProperty(error, BRANDS, { value: brandsOf(errorClass), enumerable: false });
}

function isBranded(value: unknown, errorClass: Function): boolean {
  if (typeof value !== "object" || value === null) return false;
  const name = brandNames.get(errorClass);
  // A user's own subclass carries no brand of its own: ordinary prototype chains decide.
  if (name === undefined) return Object.prototype.isPrototypeOf.call(errorClass.prototype, value);
  const brands: unknown = Reflect.get(value, BRANDS);
  return Array.isArray(brands) && brands.includes(name);
}

nameErrorClass(SacredError, "SacredError");
