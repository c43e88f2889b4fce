import { textOf } from "../errors/thrown.ts";
import { ConfigScopeError, SacredError } from "../errors/index.ts";
import { describeValue } from "../errors/describe-value.ts";
import type { CallSite } from "../host.ts";
import type { Dict, Value } from "../values.ts";
import { finishScope } from "./finish-scope.ts";
import { evaluateObjectScope } from "./object-scope.ts";
import { isPlainObject } from "./plain-object.ts";
import type { Assignments, Remark, ScopeResult, ScopeSetting } from "./scope-result.ts";
import { evaluateStatementScope } from "./statement-scope.ts";
import { strictFallback, VisibleEntries } from "./visible.ts";

/** Which way a configuration is written. Only scopes describe entries by comments, and only they know of `seed`. */
export type SourceKind = "dictionary" | "object" | "function" | "statements";

/** One of the configurations of an ingredient, not yet evaluated. */
export interface ConfigSource {
  readonly kind: SourceKind;
  /** where it is written, asked only for messages and descriptions */
  readonly site: () => CallSite;
  readonly doc: string | undefined;
  evaluate(setting: ScopeSetting): ScopeResult;
}

/**
 * A plain dictionary, as given to `addConfig` or read from a file: nothing in it is computed.
 *
 * @param remarks about its entries
 */
export function dictionarySource(config: Dict, site: () => CallSite, remarks: readonly Remark[] = []): ConfigSource {
  return {
    kind: "dictionary",
    site,
    doc: undefined,
    evaluate(setting) {
      const visible = new VisibleEntries({ ...setting, preset: {}, fallback: {} });
      const assignments = evaluateObjectScope(config, setting, visible);
      return { ...finishScope({ ...assignments, ignoredFallbacks: [] }, setting), remarks };
    },
  };
}

export function objectSource(scope: object, site: () => CallSite, doc?: string): ConfigSource {
  return {
    kind: "object",
    site,
    doc,
    evaluate: (setting) => placed(site, () => finishScope(evaluateDocumented(scope, setting, doc), setting)),
  };
}

/** @param optional names for which the function's pattern has a default */
export function functionSource(
  scope: (visible: object) => unknown,
  optional: readonly string[],
  site: () => CallSite,
  doc?: string,
): ConfigSource {
  return {
    kind: "function",
    site,
    doc,
    evaluate: (setting) =>
      placed(site, () => {
        const visible = new VisibleEntries({ ...setting, fallback: strictFallback(setting.fallback) }, optional);
        const returned = scope(visible.view());
        if (!isPlainObject(returned)) throw notAnObject(returned);
        return finishScope(evaluateDocumented(returned, setting, doc, visible), setting);
      }),
  };
}

export function statementSource(
  statements: (draft: object) => unknown,
  site: () => CallSite,
  doc?: string,
): ConfigSource {
  return {
    kind: "statements",
    site,
    doc,
    evaluate: (setting) =>
      placed(site, () => {
        const { assignments, returned } = evaluateStatementScope(statements, setting, new VisibleEntries(setting), doc);
        if (returned !== undefined) throw returnedSomething(returned);
        return finishScope(assignments, setting);
      }),
  };
}

function evaluateDocumented(
  scope: object,
  setting: ScopeSetting,
  doc: string | undefined,
  visible: VisibleEntries = new VisibleEntries({ ...setting, fallback: strictFallback(setting.fallback) }),
): Assignments {
  const assignments = evaluateObjectScope(scope, setting, visible);
  if (doc === undefined || Object.hasOwn(setting.fixed, "__doc__")) return assignments;
  return { ...assignments, values: { __doc__: doc satisfies Value, ...assignments.values } };
}

/** Errors of a scope tell where the scope is written. */
function placed<T>(site: () => CallSite, evaluate: () => T): T {
  try {
    return evaluate();
  } catch (error) {
    const place = describeSite(site());
    if (error instanceof SacredError) {
      if (place !== "" && !error.message.includes(place)) error.message += `\n  in the scope${place}`;
      throw error;
    }
    throw new ConfigScopeError(`A scope of the configuration failed: ${textOf(error)}\n  in the scope${place}`, {
      cause: error,
    });
  }
}

/** Where something stands in a file, for the end of a sentence; "" if that isn't known. */
export function describeSite(site: CallSite): string {
  if (site.file === undefined) return "";
  return ` at ${site.file}${site.line === undefined ? "" : `:${site.line}`}`;
}

function notAnObject(returned: unknown): ConfigScopeError {
  return returned === undefined
    ? new ConfigScopeError("A scope returned nothing. Return the entries: (c) => ({ … }), in parentheses.")
    : returnedWrong(returned, "not an object; scopes are synchronous.");
}

function returnedSomething(returned: unknown): ConfigScopeError {
  return returnedWrong(returned, "but statements assign entries: c.name = value. (To return entries, use .config.)");
}

function returnedWrong(returned: unknown, rest: string): ConfigScopeError {
  return new ConfigScopeError(`A scope returned ${describeValue(returned)}, ${rest}`);
}

/** Refuses what can't be a scope at the place where it is given. */
export function assertSynchronousScope(scope: Function, what: string = "A scope"): void {
  const kind = Object.prototype.toString.call(scope).slice(8, -1);
  if (kind === "Function") return;
  throw new ConfigScopeError(
    `${what} can't be ${kind === "AsyncFunction" ? "an async function" : "a generator"}: entries are there when it returns.`,
  );
}
