import type { ExperimentInfoRequest } from "../host.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { type Entry, recordedFile } from "./experiment-info.ts";
import type { BaseIngredient } from "./ingredient.ts";

/** What the host needs to know in order to find the rest. */
export function infoRequest(
  experiment: BaseIngredient,
  entry: Entry,
  realm: SacredRealm,
  warn: ExperimentInfoRequest["warn"] = (message) =>
    realm.host.terminal.err(`WARNING - ${experiment.path} - ${message}`),
): ExperimentInfoRequest {
  const all = Array.from(experiment.traverseIngredients(), ([ingredient]) => ingredient);
  const { discoverSources, discoverDependencies } = realm.settings;
  const filesOf = (ingredient: BaseIngredient): string[] => {
    const defined = [ingredient.site, ...(ingredient === experiment ? [entry] : [])];
    const files = defined.map((site) => recordedFile(site, realm)).filter((file) => file !== undefined);
    return [...files, ...ingredient.addedSources];
  };
  const saving = all.filter(({ saveGitInfo }) => saveGitInfo);
  return {
    name: experiment.path,
    doc: experiment.doc,
    baseDir: experiment.baseDir,
    mainFile: recordedFile(entry, realm),
    sourceFiles: all.map(({ site }) => recordedFile(site, realm)).filter((file) => file !== undefined),
    addedSources: all.flatMap(({ addedSources }) => addedSources),
    packages: all.flatMap(({ addedPackages }) => addedPackages),
    withGit: saving.length === 0 ? undefined : saving.flatMap(filesOf),
    withoutGit: all.filter(({ saveGitInfo }) => !saveGitInfo).flatMap(filesOf),
    discoverSources,
    discoverDependencies,
    definedAt: experiment.site().at,
    warn,
  };
}
