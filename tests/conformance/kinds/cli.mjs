import JSON5 from "json5";
import { parseValue, shellWords, splitUpdates } from "sacred-ts/internals";
import { difference, untag } from "../compare/values.mjs";
import { loadSpec, silently } from "../host/node.mjs";

/** The text after `=`, as JavaScript would have it: what Python can't read and JSON5 can is what JSON5 says. */
export function value(testCase) {
  const expected = testCase.literal_error === undefined ? undefined : json5(testCase.in);
  return difference(
    "value",
    parseValue(testCase.in).value,
    expected === undefined ? untag(testCase.value) : expected.value,
  );
}

function json5(text) {
  // Characters by name and integers beyond doubles are kept as text, and so is what is nested too deeply.
  if (text.includes("\\N{") || /^[+-]?\d{17,}$/.test(text) || (text.match(/[[{]/g)?.length ?? 0) > 256)
    return undefined;
  try {
    const parsed = JSON5.parse(text);
    return parsed === Infinity && !text.includes("Infinity") ? undefined : { value: parsed };
  } catch {
    return undefined;
  }
}

export function updates(strict) {
  return ({ argv, config_updates: expected, named_configs: names, error }) => {
    let split;
    try {
      split = splitUpdates(argv, strict);
    } catch (thrown) {
      return error === undefined ? `failed: ${thrown.stack}` : undefined;
    }
    if (error !== undefined) return `expected ${error.class}, got ${JSON.stringify(split)}`;
    return (
      difference("named configs", split.namedConfigs, names) ??
      difference("updates", split.configUpdates, untag(expected))
    );
  };
}

export function wellformed_argv({ in: input, result, error }) {
  if (typeof input !== "string") return error === undefined ? difference("argv", input, result) : undefined;
  return difference("argv", shellWords(input), result);
}

/** A whole command line: what the run would be started with. */
export function argv(specs) {
  return async ({ spec, argv: words, run: expected, exit }) => {
    const { ex } = await loadSpec(specs.get(spec));
    const commands = new Map(ex.gatherCommands());
    let request;
    ex.start = (given) => {
      const name = given.commandName ?? ex.defaultCommand;
      if (!commands.has(name)) throw new Error(`no command ${name}`);
      request = { ...given, commandName: name };
      return { run: { runLogger: { warning: () => undefined }, startTime: undefined }, finished: Promise.resolve() };
    };
    const { stdout, code } = await silently(() => ex.runCommandline(words));
    // Help has texts of its own, and counts as no mistake.
    if (exit === 0)
      return stdout === "" || code !== 0 ? `should print help, but ended with ${code}: ${stdout}` : undefined;
    if (expected === undefined)
      return request === undefined ? undefined : `should be refused, but would run ${JSON.stringify(request)}`;
    if (request === undefined) return "should run, but was refused";
    return (
      difference("command", request.commandName, expected.command) ??
      difference("updates", request.configUpdates, untag(expected.config_updates)) ??
      difference("named configs", request.namedConfigs, expected.named_configs) ??
      difference("options", request.options, expected.options)
    );
  };
}
