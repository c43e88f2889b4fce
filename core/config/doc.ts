const DOCUMENTED: unique symbol = Symbol.for("sacred-ts.doc");

interface Documented {
  readonly [DOCUMENTED]: true;
  readonly value: unknown;
  readonly text: string;
}

/**
 * An entry's value together with its description. Unlike a comment, the description survives minifiers and bundlers.
 *
 * @example
 * ```ts
 * ex.config({ lr: doc(0.1, "learning rate") });
 * ```
 */
export function doc<T>(value: T, text: string): T {
  const documented: Documented = { [DOCUMENTED]: true, value, text };
  // The wrapper never leaves the configuration engine: to the caller it *is* the value.
  return documented as T;
}

export function isDocumented(value: unknown): value is Documented {
  return typeof value === "object" && value !== null && Object.hasOwn(value, DOCUMENTED);
}
