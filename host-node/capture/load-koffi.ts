import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { here } from "../here.ts";
import { codeOf } from "./blocking-write.ts";

type Koffi = Pick<typeof import("koffi"), "load" | "errno">;

/**
 * koffi, not by `import`: a bundler would take the add-on in.
 *
 * @throws if it can't be loaded: it is not installed, or add-ons are not allowed
 */
export function loadKoffi(): Koffi {
  const require = createRequire(here());
  try {
    return addOnOf(require) ?? require("koffi");
  } catch (cause) {
    const reason =
      codeOf(cause) === "MODULE_NOT_FOUND" ? "is not installed" : `can't be loaded (${String(codeOf(cause))})`;
    throw new Error(`the package koffi, which calls the system for it, ${reason}`, { cause });
  }
}

/**
 * The add-on itself, without what koffi has around it to find it on every system: that takes 3 ms more of each start.
 *
 * @returns undefined elsewhere than where most are (Linux with glibc), or if it isn't at its usual place
 */
function addOnOf(require: NodeJS.Require): Koffi | undefined {
  const { platform, arch } = process;
  if (platform !== "linux" || !isForGlibc()) return undefined;
  try {
    return createRequire(require.resolve("koffi"))(`@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`);
  } catch {
    return undefined;
  }
}

/** A program for Linux names near its beginning what loads it: glibc's loader, or musl's. */
function isForGlibc(): boolean {
  const program = openSync(process.execPath, "r");
  try {
    const beginning = Buffer.alloc(4096);
    readSync(program, beginning);
    return beginning.includes("/ld-linux");
  } finally {
    closeSync(program);
  }
}
