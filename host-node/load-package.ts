import { createRequire } from "node:module";
import { UnsupportedError } from "../core/errors/index.ts";
import { here } from "./here.ts";

/**
 * Loads a package that this one depends on when it is first needed.
 *
 * @throws {UnsupportedError} if it isn't there: a bundle that holds this package doesn't hold what it loads later
 */
export function loadPackage(name: string): unknown {
  try {
    return createRequire(here())(name);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND")) throw cause;
    throw new UnsupportedError(
      `The package ${name} is needed for this, but not found from ${here()}. If that is a bundle, leave sacred-ts outside of it (external), or install ${name} beside it: npm install ${name}`,
      { cause },
    );
  }
}
