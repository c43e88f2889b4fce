import { deepCopy } from "../config/freeze.ts";
import { getByDottedPath, joinPaths } from "../config/paths.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Logger } from "../logging/logger.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { type Dict, isDict } from "../values.ts";
import type { CommandOptions } from "./command.ts";
import { describedFiles } from "./experiment-info.ts";
import type { BaseExperiment } from "./base-experiment.ts";

type DefineCommand = (name: string, options: CommandOptions, fn: Function) => unknown;

// What prints is loaded when something is printed.
const loadPrinting = (): Promise<typeof import("../commands/index.ts")> => import("../commands/index.ts");

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

/**
 * The commands that every experiment has. Their order, in front of all functions of the user, matters: each consumes a seed.
 */
export function registerStockCommands(experiment: BaseExperiment, realm: SacredRealm, define: DefineCommand): void {
  const { terminal } = realm.host;
  define(
    "print_config",
    {
      doc: "Print the updated configuration and exit.\n\nText is highlighted:\n  green:  value added\n  blue:   value modified\n  red:    value modified but type changed",
      unobserved: true,
    },
    async ({ _run }: { _run: Run }) => {
      const [{ coloursOf, formatConfig }] = await Promise.all([
        loadPrinting(),
        realm.host.sources.prepareDocs(() => describedFiles(experiment)),
      ]);
      terminal.out(`${formatConfig(_run.config, _run.configModifications, coloursOf(terminal))}\n`);
    },
  );
  define(
    "print_dependencies",
    { doc: "Print the detected source-files and dependencies.", unobserved: true },
    async ({ _run }: { _run: Run }) => {
      const { coloursOf, formatDependencies } = await loadPrinting();
      terminal.out(`${formatDependencies(await _run.discoverExperimentInfo(), coloursOf(terminal))}\n`);
    },
  );
  define(
    "save_config",
    {
      doc: 'Store the updated configuration in a file.\n\nBy default uses the filename "config.json", but that can be changed by\nsetting the config_filename config entry.',
      unobserved: true,
    },
    ({
      _config,
      _log,
      _run,
      config_filename = "config.json",
    }: {
      _config: Dict;
      _log: Logger;
      _run: Run;
      config_filename?: string;
    }) => {
      const config = deepCopy(_config);
      if (!isDict(config)) return;
      delete config["config_filename"];
      removeAddedDocs(config, experiment, _run.configModifications);
      _log.info(`Saving config to "${config_filename}"`);
      realm.host.files.writeConfig(config_filename, config);
    },
  );
  define("print_named_configs", { doc: "Print the available named configs and exit.", unobserved: true }, async () => {
    const { coloursOf, formatNamedConfigs } = await loadPrinting();
    terminal.out(`${formatNamedConfigs(experiment.gatherNamedConfigs(), coloursOf(terminal))}\n`);
  });
}
