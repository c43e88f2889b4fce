import { extname } from "node:path";
import { firstFew } from "../../core/errors/first-few.ts";
import { SacredError } from "../../core/errors/index.ts";
import type { ExperimentInfo, ExperimentInfoRequest } from "../../core/host.ts";
import { programPlace, realPath, storedPath } from "../experiment-info.ts";
import type { Linked } from "./linked.ts";
import { gitAsker } from "./ask-git.ts";
import { Repositories } from "./repositories.ts";
import { PROGRAM_EXTENSIONS, type SourceFile, sourceFile } from "./source-file.ts";

export { gpuInfo } from "../gpus.ts";

/**
 * Finds what is stored about the code of an experiment: its source files with their MD5, the packages that they use, and
 * the git repositories to which they belong. Git works while files are read.
 *
 * @throws {SacredError} if a file that `addSourceFile` named isn't there
 */
export async function discover(request: ExperimentInfoRequest): Promise<ExperimentInfo> {
  const { name, doc, mainFile, sourceFiles, addedSources, withGit, withoutGit } = request;
  const place = programPlace(request);
  const base = realPath(place.base_dir);
  const repositories = new Repositories(withGit?.map(realPath) ?? [], withoutGit.map(realPath), gitAsker(request.warn));
  const onSource = (file: string): void => {
    if (withGit !== undefined) repositories.add(file);
  };
  const defining = [...(mainFile === undefined ? [] : [mainFile]), ...sourceFiles].map(realPath);
  const given = new Set([...defining, ...addedSources.map(realPath)]);
  // Git first: it takes the longest.
  for (const file of given) onSource(file);
  const [found, read] = await Promise.all([
    findBeyond(request, base, [...new Set(defining)], onSource),
    readAll(given),
  ]);
  assertThere(addedSources, read);
  const sources = new Map([...read, ...(await readAll(found.sources))]);
  warnOfChanges(request, sources);
  return {
    name,
    ...place,
    sources: [...sources]
      .map(([file, { digest }]): [string, string] => [storedPath(base, file), digest])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    dependencies: mergePackages(found.packages, request.packages),
    repositories: await repositories.all(),
    ...(doc === undefined ? {} : { doc }),
  };
}

/** Sources and packages beyond what is given, by the settings; what follows links is loaded only if they want any. */
async function findBeyond(
  request: ExperimentInfoRequest,
  ...rest: readonly [string, readonly string[], (file: string) => void]
): Promise<Linked> {
  const { discoverSources, discoverDependencies } = request;
  if (discoverSources === "none" && discoverDependencies === "none") return { sources: new Set(), packages: new Set() };
  const { findLinked } = await import("./linked.ts");
  return findLinked(request, ...rest);
}

/** Those that can be read. */
async function readAll(files: Iterable<string>): Promise<Map<string, SourceFile>> {
  const read = new Map<string, SourceFile>();
  const readOne = async (path: string): Promise<void> => {
    const file = await sourceFile(path);
    if (file !== undefined) read.set(path, file);
  };
  await Promise.all(Array.from(files, readOne));
  return read;
}

/** What was loaded nobody can tell any more: long-lived programs run what they have loaded long ago. */
function warnOfChanges(
  { addedSources, definedAt = Infinity, warn }: ExperimentInfoRequest,
  sources: ReadonlyMap<string, SourceFile>,
): void {
  const added = new Set(addedSources.map(realPath));
  const isLoaded = (path: string): boolean => PROGRAM_EXTENSIONS.has(extname(path)) && !added.has(path);
  const changed = [...sources.keys()].filter(
    (path) => isLoaded(path) && (sources.get(path)?.changedAt ?? 0) > definedAt,
  );
  if (changed.length === 0) return;
  warn(
    `${firstFew(changed)} changed after the program had loaded it: what is stored of it isn't what runs. Start the program again.`,
  );
}

function assertThere(addedSources: readonly string[], read: ReadonlyMap<string, SourceFile>): void {
  const missing = addedSources.filter((file) => !read.has(realPath(file)));
  if (missing.length === 0) return;
  throw new SacredError(
    `These files were named by addSourceFile, but can't be read: ${missing.join(", ")}. Relative names are looked up in the folder in which the program was started; new URL(name, import.meta.url) is beside a module.`,
  );
}

/** Sorted by name. What the user says about a package replaces what was found. */
function mergePackages(found: ReadonlySet<string>, given: readonly string[]): string[] {
  const nameOf = (text: string): string => text.slice(0, text.lastIndexOf("=="));
  const names = new Set(given.map(nameOf));
  const all = new Set([...[...found].filter((text) => !names.has(nameOf(text))), ...given]);
  const key = (text: string): string => text.toLowerCase();
  return [...all].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
