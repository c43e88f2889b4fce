/** What the usage says of the stock options: loaded when it is printed. */
export const STOCK_DOCS: Readonly<Record<string, string>> = {
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
