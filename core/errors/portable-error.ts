import { SacredInterrupt } from "./interrupts.ts";
import { isError, readText, textOf } from "./thrown.ts";
import { BRANDS, KNOWN_CLASSES } from "./sacred-error.ts";

/** What was thrown, as it can be sent to another realm. */
export type PortableThrown = { readonly error: PortableError } | { readonly value: unknown };

export interface PortableError {
  /** names of its classes, the nearest first */
  readonly classes: readonly string[];
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** own properties, and the status of an interrupt */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause?: PortableThrown;
  /** of an AggregateError */
  readonly errors?: readonly PortableThrown[];
}

const STANDARD: ReadonlySet<string> = new Set(["name", "message", "stack", "cause", "errors"]);

/** Causes and errors of errors deeper than that are left out: they may go round in circles. */
const DEEPEST = 16;

/** What was thrown, with its causes, as structured clones can carry it. What can't be cloned goes as text. */
export function toPortable(thrown: unknown, depth: number = 0): PortableThrown {
  try {
    return portableParts(thrown, depth);
  } catch {
    // Something in it can't be read.
    if (!isError(thrown)) return { value: textOf(thrown) };
    const [name, message, stack] = ["name", "message", "stack"].map((key) => readText(thrown, key));
    return { error: { classes: ["Error"], name: name || "Error", message: message ?? "", stack, fields: {} } };
  }
}

function portableParts(thrown: unknown, depth: number): PortableThrown {
  if (!(thrown instanceof Error)) return { value: cloneable(thrown) };
  if (isOfPlatform(thrown)) {
    const clone = cloneable(thrown);
    // Node 20 makes an empty object of it.
    if (clone instanceof Error) return { value: clone };
  }
  const fields: Record<string, unknown> = {};
  for (const key of Object.getOwnPropertyNames(thrown))
    if (!STANDARD.has(key)) fields[key] = cloneable(Reflect.get(thrown, key));
  if (thrown instanceof SacredInterrupt) fields["status"] = thrown.status;
  const classes = classesOf(thrown);
  const isNamed = Object.hasOwn(thrown, "name") || thrown.name !== classes.find(isBuiltIn);
  const hasParts = depth < DEEPEST;
  const errors: unknown = Reflect.get(thrown, "errors");
  return {
    error: {
      classes,
      // A class that sets no name of its own is known by the class's.
      name: textOf(isNamed ? thrown.name : (classes[0] ?? thrown.name)),
      message: thrown.message,
      stack: thrown.stack,
      fields,
      ...("cause" in thrown && hasParts ? { cause: toPortable(thrown.cause, depth + 1) } : {}),
      ...(Array.isArray(errors) && hasParts ? { errors: errors.map((error) => toPortable(error, depth + 1)) } : {}),
    },
  };
}

/**
 * The error in this realm: of the nearest class that both know (the package's, or one of the language's), with everything
 * else as it was. `instanceof` holds for the package's classes.
 */
export function fromPortable(thrown: PortableThrown): unknown {
  if ("value" in thrown) return thrown.value;
  const { classes, name, message, stack, fields, cause, errors } = thrown.error;
  const error = new Error(message);
  const prototype = classes.map(prototypeOf).find((found) => found !== undefined);
  if (prototype !== undefined) Object.setPrototypeOf(error, prototype);
  const hidden = (key: PropertyKey, value: unknown): void =>
    void Object.defineProperty(error, key, { value, writable: true, configurable: true });
  if (error.name !== name) hidden("name", name);
  hidden("stack", stack);
  if (cause !== undefined) hidden("cause", fromPortable(cause));
  if (errors !== undefined) hidden("errors", errors.map(fromPortable));
  for (const [key, value] of Object.entries(fields))
    Object.defineProperty(error, key, { value, enumerable: true, writable: true, configurable: true });
  const brands = classes.filter((className) => Object.hasOwn(KNOWN_CLASSES, className));
  if (brands.length > 0) hidden(BRANDS, brands);
  return error;
}

function classesOf(error: Error): string[] {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(error);
  while (typeof prototype === "object" && prototype !== null && prototype !== Object.prototype) {
    if (Object.hasOwn(prototype, "constructor")) names.push(prototype.constructor.name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

/** Realms can clone a DOMException (or its QuotaExceededError) themselves, and nobody else can make one of its kind. */
function isOfPlatform(error: Error): boolean {
  const classes = classesOf(error);
  return classes.includes("DOMException") && typeof Reflect.get(globalThis, classes[0] ?? "") === "function";
}

function isBuiltIn(className: string): boolean {
  return !Object.hasOwn(KNOWN_CLASSES, className) && prototypeOf(className) !== undefined;
}

/** Of a class of errors that this realm knows by that name. */
function prototypeOf(className: string): object | undefined {
  const found: unknown = Reflect.get(Object.hasOwn(KNOWN_CLASSES, className) ? KNOWN_CLASSES : globalThis, className);
  if (typeof found !== "function") return undefined;
  const prototype: unknown = found.prototype;
  if (prototype === Error.prototype) return Error.prototype;
  if (!(prototype instanceof Error)) return undefined;
  // What a DOMException has is in slots that no other object gets: reading its name would throw.
  return className === "DOMException" || classesOf(prototype).includes("DOMException") ? undefined : prototype;
}

function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return textOf(value);
  }
}
