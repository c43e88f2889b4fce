/** What the usage says of the stock commands: loaded when it is printed. */
export const STOCK_COMMANDS: Readonly<Record<string, string>> = {
  print_config: `Print the updated configuration and exit.

Changes are marked:
  ~ (blue):   value modified
  + (green):  value added
  ! (red):    value modified but type changed`,
  print_dependencies: "Print the detected source-files and dependencies.",
  save_config: `Store the updated configuration in a file.

By default uses the filename "config.json", but that can be changed by
setting the config_filename config entry.`,
  print_named_configs: "Print the available named configs and exit.",
};

/** The same of the stock options. */
export const STOCK_OPTIONS: Readonly<Record<string, string>> = {
  "--beat-interval": "Set the time between two heartbeats.",
  "--capture": "How output is captured: no, sys or fd.",
  "--comment": "Add a comment to this run.",
  "--debug": "Don't warn about missing observers, and show whole stacks.",
  "--enforce_clean": "Fail if any version control repository is dirty.",
  "--force": "Don't check for suspicious changes of the configuration.",
  "--help": "Print this help.",
  "--id": "Set the id of this run.",
  "--loglevel": "Set the log level: DEBUG, INFO, WARNING, ERROR, CRITICAL or a number.",
  "--name": "Set the name of this run.",
  "--priority": "Set the priority of a queued run.",
  "--print-config": "Print the configuration first.",
  "--queue": "Only queue this run, don't start it.",
  "--unobserved": "Ignore all observers for this run.",
};
