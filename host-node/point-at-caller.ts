import { SacredError, SacredInterrupt } from "../core/errors/index.ts";
import { isError, messageOf } from "../core/errors/thrown.ts";
import { withoutOwnFrames } from "./own-frames.ts";

/** The exit code of mistakes of use. */
const MISTAKE = 2;

/** The methods that define an experiment. None of them calls what the user has written, so all frames below them are ours. */
const DEFINING: readonly string[] = [
  "config",
  "scope",
  "namedConfig",
  "namedScope",
  "addConfig",
  "addNamedConfig",
  "configHook",
  "capture",
  "command",
  "main",
  "automain",
  "preRunHook",
  "postRunHook",
  "optionHook",
  "cliOption",
  "validate",
  "addSourceFile",
  "addPackageDependency",
];

/** The methods that answer later, and call what the user has written. */
const ANSWERING: readonly string[] = ["run", "resolveConfig"];

/**
 * A class whose mistakes of use are shown where they were made. Of an error that nobody catches Node prints the line of
 * source at the top of the stack: that is the user's line once the package's own frames are taken off.
 */
export function pointingAtCaller<C extends Function>(Class: C): C {
  function Pointing(...args: readonly unknown[]): unknown {
    if (new.target === undefined) throw new TypeError(`${Class.name} is a class: new ${Class.name}(…).`);
    try {
      return Reflect.construct(Class, args, new.target);
    } catch (error) {
      throw pointedAt(new.target, error, "node-do-not-add-exception-line");
    }
  }
  Object.setPrototypeOf(Pointing, Class);
  Object.defineProperty(Pointing, "name", { value: Class.name });
  Pointing.prototype = Object.create(Class.prototype, {
    constructor: { value: Pointing, writable: true, configurable: true },
  });
  const replace = (names: readonly string[], pointing: typeof pointingMethod): void => {
    for (const name of names) {
      const method: unknown = Class.prototype[name];
      if (typeof method !== "function") continue;
      const value = pointing(name, method);
      Object.defineProperty(Pointing.prototype, name, { value, writable: true, configurable: true });
    }
  };
  replace(DEFINING, pointingMethod);
  replace(ANSWERING, pointingAnswer);
  // Everything that the class has is inherited.
  return Pointing as unknown as C;
}

function pointingMethod(name: string, method: Function): Function {
  function pointing(this: unknown, ...args: readonly unknown[]): unknown {
    try {
      return Reflect.apply(method, this, args);
    } catch (error) {
      throw pointedAt(pointing, error, "node-do-not-add-exception-line");
    }
  }
  Object.defineProperty(pointing, "name", { value: name });
  return pointing;
}

function pointingAnswer(name: string, method: Function): Function {
  async function pointing(this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    try {
      return await Reflect.apply(method, this, args);
    } catch (error) {
      throw withUsersStack(error);
    }
  }
  Object.defineProperty(pointing, "name", { value: name });
  return pointing;
}

/**
 * The stack of a mistake of use without the package's own frames, however it came about; any other error stays as it is.
 * Once its stack has been read, V8 no longer knows the place of an error, and Node prints no line of ours.
 */
function withUsersStack(error: unknown): unknown {
  if (error instanceof SacredError && error.stack !== undefined) error.stack = withoutOwnFrames(error.stack);
  if (error instanceof SacredError) shortenWhenUncaught();
  return error;
}

/**
 * Gives a mistake of use the stack of whoever has called `called`; any other error stays as it is.
 *
 * @param _mark where Node finds this text in the line that throws (src/node_errors.cc), it doesn't print that line: in
 *   CommonJS it doesn't look at the stack
 */
function pointedAt(called: Function, error: unknown, _mark: "node-do-not-add-exception-line"): unknown {
  if (error instanceof SacredError) {
    Error.captureStackTrace(error, called);
    shortenWhenUncaught();
  }
  return error;
}

let isWatching = false;

/**
 * A mistake of use that nobody catches ends the program with the user's line, the message, and the exit code 2, as on the command
 * line. The monitor sees errors before Node prints them, and changes no other one.
 */
function shortenWhenUncaught(): void {
  if (isWatching) return;
  isWatching = true;
  process.on("uncaughtExceptionMonitor", (error: unknown) => {
    if (!(error instanceof SacredError) || error instanceof SacredInterrupt) return;
    const lines = withoutOwnFrames(error.stack ?? "").split("\n");
    error.stack = lines.filter((line) => !line.includes("node:internal/")).join("\n");
    const { cause } = error;
    // Node would show its stack, which is ours, below a message that has told of it.
    if (isError(cause) && error.message.includes(messageOf(cause))) Reflect.deleteProperty(error, "cause");
    // Set before that event it would be replaced.
    process.once("exit", () => (process.exitCode = MISTAKE));
  });
}

/** A function that makes an instance of such a class: errors and place of definition are those of its caller. */
export function factoryOf<F extends Function>(Class: Function, name: string): F {
  function factory(first: unknown, options: unknown): unknown {
    try {
      return Reflect.construct(Class, [first, options, factory]);
    } catch (error) {
      throw pointedAt(factory, error, "node-do-not-add-exception-line");
    }
  }
  Object.defineProperty(factory, "name", { value: name });
  return factory as unknown as F;
}
