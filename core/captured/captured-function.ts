import { ConfigError, didYouMean, NoActiveRunError } from "../errors/index.ts";
import { isPlainObject } from "../config/plain-object.ts";
import { formatElapsed } from "../run/elapsed.ts";
import type { RunRegistry } from "../run/registry.ts";
import { type Binding, SPECIAL_VALUES } from "./binding.ts";
import { parseParameters, type Parameters, type Tokenize } from "./parameters.ts";

/** A captured function as it was defined. */
export interface CapturedDefinition {
  readonly name: string;
  readonly prefix: string | undefined;
  readonly parameters: Parameters;
  /** calls it in the run that is active */
  readonly captured: AnyCaptured;
  /** It was defined again: no later run knows this one, and what an earlier run knew must not be taken instead. */
  retire(): void;
}

export interface AnyCaptured {
  (...args: readonly unknown[]): unknown;
  with(overrides: Readonly<Record<string, unknown>>): (...args: readonly unknown[]) => unknown;
  /** the function itself */
  readonly original: Function;
}

type Implementation = (scope: object, ...args: readonly unknown[]) => unknown;

export interface CaptureOptions {
  /** what it is called in messages and logs; by default the function's own name */
  readonly name?: string | undefined;
  /** dotted path of the dictionary of entries that it is given */
  readonly prefix?: string | undefined;
}

/**
 * Makes a function's first parameter be filled in from the configuration of the run that it is called in.
 *
 * @param place whose function it is, and where it was captured
 */
export function captureFunction(
  fn: Function,
  options: CaptureOptions,
  registry: RunRegistry,
  tokenize: Tokenize,
  place?: () => string,
): CapturedDefinition {
  const name = options.name ?? (fn.name === "" ? "captured" : fn.name);
  const parameters = { ...parseParameters(fn, tokenize), place };
  // What callers and the configuration pass in is checked by the types of `capture`, which aren't visible here.
  const call = fn as Implementation;
  let last: Binding | undefined;
  let isRetired = false;

  const binding = (): Binding => {
    const run = registry.current();
    if (run !== undefined && run === last?.run) return last;
    if (isRetired && run?.bindings(captured) === undefined) {
      throw new NoActiveRunError(
        `The captured function ${name} was defined again, and this is the old one: run the cell that calls it again, too.`,
      );
    }
    last = registry.ofActiveRun(({ bindings }) => bindings(captured), `The captured function ${name}`);
    return last;
  };

  // Functions, not arrows: whoever calls them as a method is passed on as `this`.
  const captured: AnyCaptured = Object.assign(
    function (this: unknown, ...args: readonly unknown[]): unknown {
      const bound = binding();
      return callIn(bound, call, this, bound.scope(), args);
    },
    {
      original: fn,
      with(overrides: Readonly<Record<string, unknown>>): (...args: readonly unknown[]) => unknown {
        if (!isPlainObject(overrides)) throw new ConfigError(`${name}.with takes an object of entries.`);
        refuseUnknown(name, parameters, overrides);
        const given = explicitEntries(overrides);
        const { known, entries } = parameters;
        // With all that it takes it needs no run.
        const isComplete = known && entries.every((entry) => entry.hasDefault || Object.hasOwn(given, entry.name));
        let builtFor: Binding | undefined;
        let built: object = {};
        return function (this: unknown, ...args) {
          let bound: Binding | undefined;
          try {
            bound = binding();
          } catch (error) {
            if (!isComplete || !(error instanceof NoActiveRunError)) throw error;
          }
          if (bound === undefined) built = Object.create(null, given);
          else if (bound !== builtFor) built = bound.scopeWith(given);
          builtFor = bound?.isConstant === true ? bound : undefined;
          return callIn(bound, call, this, built, args);
        };
      },
    },
  );
  Object.defineProperty(captured, "name", { value: name, configurable: true });
  return { name, prefix: options.prefix, parameters, captured, retire: () => void (isRetired = true) };
}

function callIn(
  bound: Binding | undefined,
  call: Implementation,
  self: unknown,
  scope: object,
  args: readonly unknown[],
): unknown {
  // The plain call is the faster one, by 2 ns.
  if (bound?.logger === undefined) return self === undefined ? call(scope, ...args) : call.call(self, scope, ...args);
  return logged(bound, () => call.call(self, scope, ...args));
}

/** As properties of what the function is called with; undefined is as good as not given. */
function explicitEntries(overrides: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  const entries = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, { value, enumerable: true }]));
}

function refuseUnknown(name: string, parameters: Parameters, overrides: object): void {
  if (!parameters.known) return;
  const known = parameters.entries.map((entry) => entry.name);
  const unknown = Object.keys(overrides).filter((entry) => !known.includes(entry) && !SPECIAL_VALUES.has(entry));
  if (unknown.length === 0) return;
  const hints = unknown.map((entry) => didYouMean(entry, known)).join("");
  throw new ConfigError(`${name} takes no ${unknown.join(", ")}.${hints} It takes: ${known.join(", ") || "nothing"}.`, {
    conflictingConfigs: unknown,
  });
}

/** Tells the logger of the function when a call begins and ends, asynchronous ones included. */
function logged(binding: Binding, invoke: () => unknown): unknown {
  const start = performance.now();
  binding.logger?.debug("Started");
  const finished = (): void =>
    binding.logger?.debug(`Finished after ${formatElapsed((performance.now() - start) / 1000)}.`);
  const result = invoke();
  if (result instanceof Promise) return result.finally(finished);
  finished();
  return result;
}
