import type { Logger } from "../logging/logger.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { Dict } from "../values.ts";
import type { CommandOptions } from "./command.ts";
import type { BaseExperiment } from "./base-experiment.ts";

type DefineCommand = (name: string, options: CommandOptions, fn: Function) => unknown;

/** What they do is loaded with the first one that is called. */
const loadStock = (): Promise<typeof import("../commands/stock.ts")> => import("../commands/stock.ts");

/**
 * The commands that every experiment has. Their order, in front of all functions of the user, matters: each consumes a seed.
 * What the usage says of them is in cli/stock-docs.ts.
 */
export function registerStockCommands(experiment: BaseExperiment, realm: SacredRealm, define: DefineCommand): void {
  define("print_config", { unobserved: true }, async ({ _run }: { _run: Run }) =>
    (await loadStock()).printConfig(experiment, realm, _run),
  );
  define("print_dependencies", { unobserved: true }, async ({ _run }: { _run: Run }) =>
    (await loadStock()).printDependencies(realm, _run),
  );
  define(
    "save_config",
    { unobserved: true },
    async ({
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
      _log.info(`Saving config to "${config_filename}"`);
      await (await loadStock()).saveConfig(experiment, realm, _run, _config, config_filename);
    },
  );
  define("print_named_configs", { unobserved: true }, async () =>
    (await loadStock()).printNamedConfigs(experiment, realm),
  );
}
