import { writeFileSync, writeSync } from "node:fs";
import { SacredInterrupt, TimeoutInterrupt } from "sacred-ts";

/** An error of the class that a case names. */
function errorOf({ class: name, message, status }) {
  if (name === "TimeoutInterrupt") return new TimeoutInterrupt(message);
  if (name === "SacredInterrupt" || name === "KeyboardInterrupt") return new SacredInterrupt(message);
  if (name === "CustomInterrupt") {
    class CustomInterrupt extends SacredInterrupt {
      static STATUS = status;
    }
    return new CustomInterrupt(message);
  }
  return Object.assign(new Error(String(message)), { name });
}

const ACTIONS = {
  print: (text) => void process.stdout.write(`${text}\n`),
  print_stderr: (text) => void process.stderr.write(`${text}\n`),
  os_write: (text) => void writeSync(1, text),
  // Whatever was written before the end of a run is read: nothing has to be waited for.
  drain: () => undefined,
  log_scalar: ([name, value, step], { _run }) => _run.logScalar(name, value, step),
  info: ([key, value], { _run }) => void (_run.info[key] = value),
  info_append: ([key, value], { _run }) => void (_run.info[key] ??= []).push(value),
  write: ([file, content]) => writeFileSync(file, content),
  add_artifact: ({ filename, name, metadata, content_type: contentType }, { _run }) =>
    _run.addArtifact(filename, { ...(name === undefined ? {} : { name }), metadata, contentType }),
  add_resource: (file, { _run }) => _run.addResource(file),
  open_resource: async (file, { _run }) => (await _run.openResource(file)).close(),
  heartbeat: (_on, { _run }) => _run.heartbeat(),
  write_config: ([key, value], { _config }) => void (_config[key] = value),
  append_config: ([key, value], { _config }) => void _config[key].push(value),
  raise: (error) => {
    throw errorOf(error);
  },
};

/** Makes the functions of a rendered module do what a case says. */
export function play(module, actions) {
  module.calls.handler = async (ingredient, name, values) => {
    for (const action of actions[`${ingredient}/${name}`] ?? []) {
      const [[kind, argument]] = Object.entries(action);
      if (kind === "return") return argument;
      await ACTIONS[kind](argument, values);
    }
    return undefined;
  };
}
