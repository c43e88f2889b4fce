import { UnsupportedError } from "../core/errors/index.ts";

/** What to use in a browser instead of what only a program with files and a debugger can do. */
export const INSTEAD = {
  "-D": 'the page\'s developer tools with "pause on uncaught exceptions"',
  "-F": "IndexedDbObserver of sacred-ts/observers/indexeddb",
  openResource: "fetch",
  save_config: "print_config, or resolveConfig()",
} as const;

/** @throws {UnsupportedError} always */
export function refuse(what: keyof typeof INSTEAD): never {
  throw new UnsupportedError(`${what} doesn't work in a browser: use ${INSTEAD[what]}.`);
}
