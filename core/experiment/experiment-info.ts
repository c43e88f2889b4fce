import type { CallSite, ExperimentInfo } from "../host.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { BaseIngredient } from "./ingredient.ts";

/** Where main or automain was called, else where the experiment was defined. */
export type Entry = () => CallSite;

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

export function recordedFile(site: () => CallSite, { host }: SacredRealm): string | undefined {
  return host.sources.isRecordable(site()) ? site().file : undefined;
}
