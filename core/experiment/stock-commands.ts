import { ANSI_COLOURS, type Colours, NO_COLOURS } from "../commands/colours.ts";
import { formatConfig } from "../commands/format-config.ts";
import { formatDependencies } from "../commands/format-dependencies.ts";
import { formatNamedConfigs } from "../commands/format-named-configs.ts";
import { deepCopy } from "../config/freeze.ts";
import type { Logger } from "../logging/logger.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { type Dict, isDict } from "../values.ts";
import type { CommandOptions } from "./command.ts";
import type { BaseExperiment } from "./base-experiment.ts";

type DefineCommand = (name: string, options: CommandOptions, fn: Function) => unknown;

export function coloursOf({ host }: SacredRealm): Colours {
  return host.terminal.colours ? ANSI_COLOURS : NO_COLOURS;
}

/**
 * The commands that every experiment has. Their order, in front of all functions of the user, matters: each consumes a seed.
 */
export function registerStockCommands(experiment: BaseExperiment, realm: SacredRealm, define: DefineCommand): void {
  const print = (text: string): void => realm.host.terminal.out(`${text}\n`);
  define(
    "print_config",
    { doc: "Print the updated configuration and exit.\n\nText is highlighted:\n  green:  value added\n  blue:   value modified\n  red:    value modified but type changed", unobserved: true },
    ({ _run }: { _run: Run }) => print(formatConfig(_run.config, _run.configModifications, coloursOf(realm))),
  );
  define(
    "print_dependencies",
    { doc: "Print the detected source-files and dependencies.", unobserved: true },
    ({ _run }: { _run: Run }) => print(formatDependencies(_run.experimentInfo, coloursOf(realm))),
  );
  define(
    "save_config",
    {
      doc: 'Store the updated configuration in a file.\n\nBy default uses the filename "config.json", but that can be changed by\nsetting the config_filename config entry.',
      unobserved: true,
    },
    ({ _config, _log, config_filename = "config.json" }: { _config: Dict; _log: Logger; config_filename?: string }) => {
      const config = deepCopy(_config);
      if (!isDict(config)) return;
      delete config["config_filename"];
      _log.info(`Saving config to "${config_filename}"`);
      realm.host.files.writeConfig(config_filename, config);
    },
  );
  define("print_named_configs", { doc: "Print the available named configs and exit.", unobserved: true }, () =>
    print(formatNamedConfigs(experiment.gatherNamedConfigs(), coloursOf(realm))),
  );
}
