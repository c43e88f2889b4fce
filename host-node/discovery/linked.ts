import type { ExperimentInfoRequest } from "../../core/host.ts";
import { installedPackages } from "./installed-packages.ts";
import { ModuleGraph } from "./module-graph.ts";
import { programFiles } from "./program-files.ts";

export interface Linked {
  readonly sources: ReadonlySet<string>;
  readonly packages: ReadonlySet<string>;
}

/** Sources and packages beyond what is given, by the settings. */
export async function findLinked(
  { discoverSources, discoverDependencies }: ExperimentInfoRequest,
  base: string,
  defining: readonly string[],
  onSource: (file: string) => void,
): Promise<Linked> {
  const graph = new ModuleGraph(base, discoverSources === "none" ? () => undefined : onSource);
  await graph.follow(defining);
  const wantsLoaded = {
    sources: discoverSources === "sys" || discoverSources === "dir",
    packages: discoverDependencies === "sys" || discoverDependencies === "pkg",
  };
  if (wantsLoaded.sources || wantsLoaded.packages) await graph.addLoaded(wantsLoaded);
  const [inFolder, installed] = await Promise.all([
    discoverSources === "dir" ? programFiles(base) : [],
    discoverDependencies === "pkg" ? installedPackages(base) : [],
  ]);
  inFolder.forEach(onSource);
  return {
    sources: new Set(discoverSources === "none" ? [] : [...graph.sources, ...inFolder]),
    packages: new Set(discoverDependencies === "none" ? [] : [...graph.packages, ...installed]),
  };
}
