import { isError, readProperty } from "./thrown.ts";

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
  declare readonly code: string;
  declare readonly printUsage: boolean;
  declare readonly filterTraceback: TracebackFilter;

  constructor(message: string, options: SacredErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    hide(this, {
      name: new.target.name,
      printUsage: options.printUsage ?? false,
      filterTraceback: options.filterTraceback ?? "default",
    });
    Object.defineProperty(this, BRANDS, { value: brandsOf(new.target) });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(value, this);
  }
}

export const BRANDS: unique symbol = Symbol.for("sacred-ts.error");

/** The package's errors by their lasting names: minifiers rename classes, brands must not change. */
export const KNOWN_CLASSES: Record<string, Function> = {};

/** Sets properties of an error for programs: Node and consoles print those that can be listed below its stack. */
export function hide(error: Error, properties: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(properties))
    Object.defineProperty(error, key, { value, writable: true, configurable: true });
}

/**
 * Gives error classes their lasting names, and their errors a code: that of ConfigAddedError is CONFIG_ADDED. Called once for each
 * class, right after it is defined.
 */
export function nameErrorClasses(classes: Readonly<Record<string, Function>>): void {
  Object.assign(KNOWN_CLASSES, classes);
  for (const [name, errorClass] of Object.entries(classes)) {
    Object.defineProperty(errorClass, "name", { value: name, configurable: true });
    // Interrupts share one.
    if (/Error$|^SacredI/.test(name)) hide(errorClass.prototype, { code: codeOf(name) });
  }
}

function codeOf(name: string): string {
  return name
    .replace(/Error$|^Sacred(?=I)/, "")
    .replaceAll(/(?<=[a-z])[A-Z]/g, "_$&")
    .toUpperCase();
}

function isKnown(errorClass: Function): boolean {
  return KNOWN_CLASSES[errorClass.name] === errorClass;
}

function brandsOf(errorClass: Function): string[] {
  const brands: string[] = [];
  for (let current: unknown = errorClass; typeof current === "function"; current = Object.getPrototypeOf(current)) {
    if (isKnown(current)) brands.push(current.name);
  }
  return brands;
}

function isBranded(value: unknown, errorClass: Function): boolean {
  if (typeof value !== "object" || value === null) return false;
  // A user's own subclass carries no brand of its own: ordinary prototype chains decide.
  if (!isKnown(errorClass)) return isError(value) && Object.prototype.isPrototypeOf.call(errorClass.prototype, value);
  const brands = readProperty(value, BRANDS);
  return Array.isArray(brands) && brands.includes(errorClass.name);
}

nameErrorClasses({ SacredError });
