// What is left out, and why: one rule a function, never a list of cases.

const NODE_OPTIONS = /^(?:--(?:file|mongo|sql|s3|gcs|tiny)|-[a-zA-Z]*[FmsSGt])/;

/**
 * The rule by which a case is left out on a host, if there is one.
 *
 * @param host "node" or "browser"
 */
export function ruleFor(testCase, internals, host) {
  return RULES.find(({ applies, hosts }) => (hosts?.includes(host) ?? true) && applies(testCase, internals));
}

/** Each rule tells whether a case is left out; `reason` is printed with how many cases it took. */
const RULES = [
  {
    name: "characters-by-name",
    reason:
      "\\N{BULLET} needs a list of all names of characters, which would be larger than the package: such a text stays as it is",
    applies: (c) => c.kind === "value" && c.literal_error === undefined && c.in.includes("\\N{"),
  },
  {
    name: "python-only-values",
    reason:
      "Sacred crashes on sets, bytes, complex numbers, ... and keys that are tuples; here sets become arrays, the others stay text",
    applies: (c) => c.kind === "value" && c.raises !== undefined,
  },
  {
    name: "jsonpickle-tags",
    reason: "py/… and json:// tags are plain data here; Sacred runs what they say",
    applies: (c) =>
      ["value", "updates", "updates_strict"].includes(c.kind) &&
      /["'](?:py\/|json:\/\/)/.test(JSON.stringify(c.in ?? c.argv).replaceAll("\\", "")),
  },
  {
    name: "updates-of-other-values",
    reason:
      "whole updates with values that only JSON5 reads are no error and no text; sets, bytes and complex numbers crash Sacred only",
    applies: (c, { parseValue }) =>
      ["updates", "updates_strict"].includes(c.kind) &&
      c.argv.some(
        (update) => isJson5Only(update, parseValue) || (c.error?.class === "TypeError" && isPythonOnly(update)),
      ),
  },
  {
    name: "help-after-command",
    reason: "-h after a command prints its help here; Sacred refuses it",
    applies: (c) =>
      c.kind === "argv" && c.usage_error === true && c.argv.some((word) => ["-h", "--help"].includes(word)),
  },
  {
    name: "missing-observers",
    reason: "until those observers exist",
    applies: (c) => ["mongo_arg", "slack", "telegram", "observer_priorities"].includes(c.kind),
  },
  {
    name: "own-help",
    reason: "our usage and help have texts of their own, held by snapshot tests",
    applies: (c) => ["snake_case", "help", "help_builtin", "usage"].includes(c.kind),
  },
  {
    name: "join-non-texts",
    reason: "join_paths of numbers and booleans prints them as Python does: not applicable",
    applies: (c) => c.fn === "join_paths" && c.args.some((arg) => typeof arg !== "string" && arg !== null),
  },
  {
    name: "undeclared-entries",
    reason: "a scope of Sacred's can't see earlier entries that it doesn't declare; ours can",
    applies: (c) => c.expect?.error?.class === "NameError" && c.expect.error.origin === "python",
  },
  {
    name: "hidden-additions-printed",
    reason:
      "a dictionary after the first configuration hides from Sacred what was added before (a quirk that we repair), and these cases know no repaired form",
    applies: (c) => c.kind === "print_config" && [c.spec.experiment, ...c.spec.ingredients].some(hidesAdditions),
  },
  {
    name: "report-template",
    reason: "records a bug of Sacred's: template.html never works there",
    applies: (c) => c.prepare?.["template.html"] !== undefined,
  },
  {
    name: "no-files",
    hosts: ["browser"],
    reason: "a page has no folder into which save_config could write",
    applies: (c) => c.kind === "save_config",
  },
  {
    name: "node-options",
    hosts: ["browser"],
    reason: "options that bring an observer of Node's",
    applies: (c) => c.kind === "argv" && [c.argv].flat().some((word) => NODE_OPTIONS.test(word)),
  },
  {
    name: "argv-spec",
    reason: "not a case, but the experiment that others use",
    applies: (c) => c.kind === "argv_spec",
  },
];

function hidesAdditions({ items }) {
  const configurations = items.filter(({ kind }) => kind === "config" || kind === "config_dict");
  return configurations.slice(1).some(({ kind }) => kind === "config_dict");
}

/** A set, bytes or a complex number. */
function isPythonOnly(update) {
  return /=\s*(?:\{[^:}]+\}|b['"].*|[\d.]+j)$/.test(update);
}

function isJson5Only(update, parseValue) {
  const text = update.slice(update.indexOf("=") + 1).trim();
  if (!update.includes("=")) return false;
  const { isLiteral, value } = parseValue(text);
  return (
    isLiteral &&
    (/\b(?:true|false|null|NaN|Infinity)\b/.test(text) || /^\{\s*\w+\s*:/.test(text)) &&
    typeof value !== "string"
  );
}
