import type { Tokenize } from "../../core/captured/parameters.ts";
import { firstFew } from "../../core/errors/first-few.ts";
import { SacredError } from "../../core/errors/index.ts";
import type { ExperimentInfo, ExperimentInfoRequest } from "../../core/host.ts";
import type { StartedEvent } from "../../core/run/observer.ts";
import { Md5 } from "../../core/record/md5.ts";
import { LONGEST_WAIT_MS } from "./fetch-source.ts";
import { ModuleGraph, MOST_MODULES } from "./module-graph.ts";
import { UNKNOWN_VERSION } from "./package-address.ts";
import { sourceAt } from "./source-texts.ts";
import { programPlace, storedPath } from "./program-place.ts";

/**
 * Finds what is stored about the code of an experiment: its modules and those that they import, fetched and with their
 * MD5, and the packages that they use. What can't be fetched (another origin without CORS, a server
 * that is too slow) is noted among the packages, with a warning.
 *
 * @throws {SacredError} if a file that `addSourceFile` named can't be fetched
 */
export async function discover(request: ExperimentInfoRequest, tokenize: Tokenize): Promise<ExperimentInfo> {
  const { name, doc, mainFile, sourceFiles, addedSources, discoverSources, discoverDependencies, packages } = request;
  const place = programPlace(request);
  const defining = [...new Set([...(mainFile === undefined ? [] : [mainFile]), ...sourceFiles])];
  const isFollowing = discoverSources !== "none" || discoverDependencies !== "none";
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  const graph = new ModuleGraph(tokenize, isFollowing, signal);
  const added = new ModuleGraph(tokenize, false, signal);
  await Promise.all([graph.follow(defining), added.follow(addedSources)]);
  warnOfGaps(graph, request.warn);
  assertThere(addedSources, added);
  const found =
    discoverSources === "none" ? [...graph.sources].filter(([file]) => defining.includes(file)) : graph.sources;
  const sources = new Map([...found, ...added.sources]);
  return {
    name,
    ...place,
    sources: Array.from(sources, ([file, { bytes }]): [string, string] => [
      storedPath(place.base_dir, file),
      new Md5().update(bytes).hex(),
    ]).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    dependencies: mergePackages(discoverDependencies === "none" ? [] : foundBy(graph), packages),
    repositories: [],
    ...(doc === undefined ? {} : { doc }),
  };
}

/** What the sources hold that were found. */
export function contentsOf({ base_dir, sources }: ExperimentInfo): StartedEvent["sourceContents"] {
  return sources.map(([source]) => (sourceAt(base_dir + source) ?? sourceAt(source))?.bytes);
}

function foundBy({ packages, missing }: ModuleGraph): string[] {
  return [...packages, ...missing.map((address) => `${address}==${UNKNOWN_VERSION}`)];
}

function warnOfGaps({ missing, isCutShort }: ModuleGraph, warn: (message: string) => void): void {
  const remedy = 'settings.discoverSources = settings.discoverDependencies = "none" looks for no imports.';
  if (missing.length > 0)
    warn(
      `Nothing could be fetched from ${firstFew(missing)} within ${LONGEST_WAIT_MS / 1000} seconds that is what was loaded: these modules, and what they import, aren't stored. ${remedy}`,
    );
  if (isCutShort)
    warn(`More than ${MOST_MODULES} modules are imported: the others, and what they import, aren't stored. ${remedy}`);
}

function assertThere(addedSources: readonly string[], { sources }: ModuleGraph): void {
  const missing = addedSources.filter((file) => !sources.has(file));
  if (missing.length === 0) return;
  throw new SacredError(
    `These files were named by addSourceFile, but can't be fetched: ${missing.join(", ")}. Relative names are looked up beside the page; new URL(name, import.meta.url) is beside a module.`,
  );
}

/** Sorted by name. What the user says about a package replaces what was found. */
function mergePackages(found: Iterable<string>, given: readonly string[]): string[] {
  const nameOf = (text: string): string => text.slice(0, text.lastIndexOf("=="));
  const names = new Set(given.map(nameOf));
  const all = new Set([...[...found].filter((text) => !names.has(nameOf(text))), ...given]);
  const key = (text: string): string => text.toLowerCase();
  return [...all].toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
