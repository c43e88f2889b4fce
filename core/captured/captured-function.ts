import { ConfigError, didYouMean, NoActiveRunError } from "../errors/index.ts";
import { defineEntry } from "../config/define-entry.ts";
import { isPlainObject } from "../config/plain-object.ts";
import { formatElapsed } from "../run/elapsed.ts";
import type { Run } from "../run/run.ts";
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

/** Makes a function's first parameter be filled in from the configuration of the run that it is called in. */
export function captureFunction(
  fn: Function,
  options: CaptureOptions,
  registry: RunRegistry,
  tokenize: Tokenize,
): CapturedDefinition {
  const name = options.name ?? (fn.name === "" ? "captured" : fn.name);
  const parameters = parseParameters(fn, tokenize);
  // What callers and the configuration pass in is checked by the types of `capture`, which aren't visible here.
  const call = fn as Implementation;
  let lastRun: Run | undefined;
  let lastBinding: Binding | undefined;
  let isRetired = false;

  const binding = (): Binding => {
    const run = registry.current();
    if (run !== undefined && run === lastRun && lastBinding !== undefined) return lastBinding;
    if (isRetired && run?.bindings.has(captured) !== true) {
      throw new NoActiveRunError(
        `The captured function ${name} was defined again, and this is the old one: run the cell that calls it again, too.`,
      );
    }
    lastRun = registry.activeRun((candidate) => candidate.bindings.has(captured), `The captured function ${name}`);
    lastBinding = lastRun.bindings.get(captured);
    if (lastBinding === undefined) throw new NoActiveRunError(`The captured function ${name} isn't part of the run.`);
    return lastBinding;
  };

  // Functions, not arrows: whoever calls them as a method is passed on as `this`.
  const captured: AnyCaptured = Object.assign(
    function (this: unknown, ...args: readonly unknown[]): unknown {
      const bound = binding();
      return bound.logger === undefined
        ? invoke(call, this, bound.scope(), args)
        : logged(bound, () => invoke(call, this, bound.scope(), args));
    },
    {
      original: fn,
      with(overrides: Readonly<Record<string, unknown>>): (...args: readonly unknown[]) => unknown {
        if (!isPlainObject(overrides)) throw new ConfigError(`${name}.with takes an object of entries.`);
        refuseUnknown(name, parameters, overrides);
        const given = explicitEntries(overrides);
        let builtFor: Binding | undefined;
        let built: object = {};
        return function (this: unknown, ...args) {
          const bound = bindingUnless(given, binding, parameters);
          if (bound === undefined) return invoke(call, this, Object.freeze(Object.create(null, given)), args);
          if (bound !== builtFor) built = bound.scopeWith(given);
          builtFor = bound.isConstant ? bound : undefined;
          const scope = built;
          return bound.logger === undefined
            ? invoke(call, this, scope, args)
            : logged(bound, () => invoke(call, this, scope, args));
        };
      },
    },
  );
  Object.defineProperty(captured, "name", { value: name, configurable: true });
  return { name, prefix: options.prefix, parameters, captured, retire: () => void (isRetired = true) };
}

/** The plain call is the faster one, by 2 ns. */
function invoke(call: Implementation, self: unknown, scope: object, args: readonly unknown[]): unknown {
  return self === undefined ? call(scope, ...args) : call.call(self, scope, ...args);
}

/** As properties of what the function is called with; undefined is as good as not given. */
function explicitEntries(overrides: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  const entries: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(overrides)) {
    if (value !== undefined) defineEntry(entries, name, { value, enumerable: true });
  }
  return entries;
}

/** The binding in the run that is active; undefined where there is none, if all that the function takes is given. */
function bindingUnless(
  given: PropertyDescriptorMap,
  binding: () => Binding,
  { known, entries }: Parameters,
): Binding | undefined {
  try {
    return binding();
  } catch (error) {
    if (!(error instanceof NoActiveRunError)) throw error;
    const missing = entries.filter((entry) => !entry.hasDefault && !Object.hasOwn(given, entry.name));
    if (known && missing.length === 0) return undefined;
    const needed = known ? `give ${missing.map((entry) => entry.name).join(", ")}, too` : "use its `original`";
    throw new NoActiveRunError(`${error.message} Outside of runs ${needed}.`);
  }
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
