import { existsSync, readdirSync } from "node:fs";
import { dirname, extname, isAbsolute, join, relative, resolve } from "node:path";
import { didYouMean } from "../core/errors/index.ts";

/**
 * What may be meant by a path at which no configuration file is.
 *
 * @param asking the module, or program, that asks: people expect a file beside it
 */
export function hintForMissing(path: string, asking: string | undefined): string {
  const folder = dirname(resolve(path));
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => extname(name) === extname(path)) : [];
  const similar = didYouMean(
    path,
    names.map((name) => join(dirname(path), name)),
  );
  if (isAbsolute(path)) return similar;
  const beside = asking === undefined ? "" : resolve(dirname(asking), path);
  const found = beside !== "" && existsSync(beside) ? ` There is ${relative("", beside)}, though.` : "";
  return `${similar}${found} Relative names are looked up in the folder in which the program was started (${process.cwd()}); new URL(${JSON.stringify(path)}, import.meta.url) is beside a module.`;
}
