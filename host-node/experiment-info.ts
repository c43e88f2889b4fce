import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import type { ExperimentInfo, ExperimentInfoRequest } from "../core/host.ts";

/** What is stored about the code of an experiment: the files in which it and its ingredients are defined. */
export function experimentInfo(request: ExperimentInfoRequest): ExperimentInfo {
  const { name, doc, mainFile, sourceFiles, packages } = request;
  const baseDir = resolve(request.baseDir ?? (mainFile === undefined ? process.cwd() : dirname(mainFile)));
  const files = [...new Set([...(mainFile === undefined ? [] : [mainFile]), ...sourceFiles].map(real))];
  const sources = files
    .map((file): readonly [string, string] | undefined => {
      const digest = md5(file);
      return digest === undefined ? undefined : [portable(relative(real(baseDir), file)), digest];
    })
    .filter((source) => source !== undefined);
  return {
    name,
    base_dir: baseDir,
    sources: sources.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    dependencies: [...packages],
    repositories: [],
    mainfile: mainFile === undefined ? null : portable(relative(real(baseDir), real(mainFile))),
    ...(doc === undefined ? {} : { doc }),
  };
}

function md5(file: string): string | undefined {
  try {
    return createHash("md5").update(readFileSync(file)).digest("hex");
  } catch {
    return undefined;
  }
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Stored paths have slashes, wherever they were stored. */
function portable(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
