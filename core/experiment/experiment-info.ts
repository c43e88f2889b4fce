import type { CallSite, ExperimentInfo, ExperimentInfoRequest } from "../host.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { BaseIngredient } from "./ingredient.ts";

/** Where main or automain was called, else where the experiment was defined. */
type Entry = () => CallSite;

/** What is known about the code of an experiment without looking for it. */
export function knownInfo(experiment: BaseIngredient, entry: Entry, realm: SacredRealm): ExperimentInfo {
  const { path, baseDir, doc } = experiment;
  return {
    name: path,
    ...realm.host.sources.programPlace({ baseDir, mainFile: recordedFile(entry, realm) }),
    sources: [],
    dependencies: [],
    repositories: [],
    ...(doc === undefined ? {} : { doc }),
  };
}

/** What the host needs to know in order to find the rest. */
export function infoRequest(experiment: BaseIngredient, entry: Entry, realm: SacredRealm): ExperimentInfoRequest {
  const all = Array.from(experiment.traverseIngredients(), ([ingredient]) => ingredient);
  const { discoverSources, discoverDependencies } = realm.settings;
  return {
    name: experiment.path,
    doc: experiment.doc,
    baseDir: experiment.baseDir,
    mainFile: recordedFile(entry, realm),
    sourceFiles: all.map(({ site }) => recordedFile(site, realm)).filter((file) => file !== undefined),
    addedSources: all.flatMap(({ addedSources }) => addedSources),
    packages: all.flatMap(({ addedPackages }) => addedPackages),
    saveGitInfo: all.every(({ saveGitInfo }) => saveGitInfo),
    discoverSources,
    discoverDependencies,
  };
}

/** The files in which comments may describe entries. */
export function describedFiles(experiment: BaseIngredient): string[] {
  const files = new Set<string>();
  for (const [{ configurations }] of experiment.traverseIngredients()) {
    for (const { kind, site } of configurations) {
      const { file } = kind === "dictionary" ? {} : site();
      if (file !== undefined) files.add(file);
    }
  }
  return [...files];
}

function recordedFile(site: () => CallSite, { host }: SacredRealm): string | undefined {
  return host.sources.isRecordable(site()) ? site().file : undefined;
}
