import { deepCopy } from "../config/freeze.ts";
import { getByDottedPath, joinPaths } from "../config/paths.ts";
import { describedFiles } from "../experiment/experiment-info.ts";
import type { BaseExperiment } from "../experiment/base-experiment.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { type Dict, isDict } from "../values.ts";
import { coloursOf } from "./colours.ts";
import { formatConfig } from "./format-config.ts";
import { formatDependencies } from "./format-dependencies.ts";
import { formatNamedConfigs } from "./format-named-configs.ts";

// What the commands that every experiment has do.

export async function printConfig(experiment: BaseExperiment, { host }: SacredRealm, run: Run): Promise<void> {
  await host.sources.prepareDocs(() => describedFiles(experiment));
  host.terminal.out(`${formatConfig(run.config, run.configModifications, coloursOf(host.terminal))}\n`);
}

export async function printDependencies({ host: { terminal } }: SacredRealm, run: Run): Promise<void> {
  terminal.out(`${formatDependencies(await run.discoverExperimentInfo(), coloursOf(terminal))}\n`);
}

export function printNamedConfigs(experiment: BaseExperiment, { host: { terminal } }: SacredRealm): void {
  terminal.out(`${formatNamedConfigs(experiment.gatherNamedConfigs(), coloursOf(terminal))}\n`);
}

export async function saveConfig(
  experiment: BaseExperiment,
  { host }: SacredRealm,
  run: Run,
  values: Dict,
  filename: string,
): Promise<void> {
  const config = deepCopy(values);
  if (!isDict(config)) return;
  delete config["config_filename"];
  removeAddedDocs(config, experiment, run.configModifications);
  await host.files.writeConfig(filename, config);
}

/**
 * Where the plain configuration has no doc, that of a named config is no entry: given back by `with config.json`, it would
 * count as one that was added.
 */
function removeAddedDocs(config: Dict, experiment: BaseExperiment, { added }: ConfigModifications): void {
  for (const [ingredient] of experiment.traverseIngredients()) {
    const path = ingredient === experiment ? "" : ingredient.path;
    const own = getByDottedPath(config, path);
    if (isDict(own) && added.has(joinPaths(path, "__doc__"))) delete own["__doc__"];
  }
}
