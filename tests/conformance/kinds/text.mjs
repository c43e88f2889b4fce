import { applyBackspacesAndLinefeeds } from "sacred-ts";
import {
  coloursOf,
  formatConfig,
  formatDependencies,
  formatDuration,
  formatElapsed,
  formatNamedConfigs,
  isoFromMilliseconds,
} from "sacred-ts/internals";
import { comparePrinted } from "../compare/printed.mjs";
import { compareError } from "../compare/errors.mjs";
import { difference } from "../compare/values.mjs";
import { filesLeftBy, inColours, loadSpec, silently } from "../host/node.mjs";
import { recordingLogger, requestOf } from "./session.mjs";

export const backspaces = (testCase) => difference("text", applyBackspacesAndLinefeeds(testCase.in), testCase.out);
export const td_format = ({ seconds, out }) => difference("text", formatDuration(seconds), out);
export const elapsed = ({ seconds, out }) => difference("text", formatElapsed(seconds), out);

export function isoformat({ fields: [year, month, ...rest], microsecond, out }) {
  return difference("text", isoFromMilliseconds(Date.UTC(year, month - 1, ...rest) + microsecond / 1000), out);
}

const COLOURS = coloursOf({ colours: true });

async function runPrinting(spec, request) {
  const { ex } = await loadSpec(spec);
  const log = [];
  ex.logger = recordingLogger(log);
  let run;
  const { stdout } = await silently(async () => {
    run = await ex.run(request);
  });
  return { ex, stdout, run, log };
}

export async function print_config({ spec, run: request, stdout: expected }) {
  const { stdout, run } = await runPrinting(spec, requestOf(request));
  const text = inColours(stdout, () => `${formatConfig(run.config, run.configModifications, COLOURS)}\n`);
  return comparePrinted(text, expected, run.config);
}

export async function print_config_option({ spec, run: request, stdout: expected }) {
  const { stdout, run } = await runPrinting(spec, requestOf(request, { "--print-config": true, "--queue": true }));
  const text = inColours(
    stdout,
    () => `${formatConfig(run.config, run.configModifications, COLOURS)}\n${"-".repeat(79)}\n`,
  );
  return comparePrinted(text, expected, run.config) ?? difference("dashes", stdout.split("\n").at(-2), "-".repeat(79));
}

export async function print_named_configs({ spec, stdout: expected }) {
  const { ex, stdout } = await runPrinting(spec, {
    commandName: "print_named_configs",
    options: { "--unobserved": true },
  });
  const text = inColours(stdout, () => `${formatNamedConfigs(ex.gatherNamedConfigs(), COLOURS)}\n`);
  return difference("text", text, expected);
}

export async function print_dependencies({ experiment_info: info, stdout: expected }) {
  const { ex } = await loadSpec({
    experiment: { name: "demo", doc: null, ingredients: [], items: [] },
    ingredients: [],
  });
  ex.logger = recordingLogger([]);
  const whole = { name: "demo", base_dir: "", mainfile: null, ...info };
  ex.getExperimentInfo = () => whole;
  const { stdout } = await silently(() =>
    ex.run({ commandName: "print_dependencies", options: { "--unobserved": true } }),
  );
  const text = inColours(stdout, () => `${formatDependencies(whole, COLOURS)}\n`);
  return difference("text", text, expected);
}

export async function save_config({ spec, run: request, files, log: expectedLog, error }) {
  let log;
  try {
    const written = await filesLeftBy(async () => {
      ({ log } = await runPrinting(spec, requestOf(request)));
    });
    if (error !== undefined && error !== null) return "should fail";
    const saved = (lines) =>
      lines.filter(({ text }) => text.startsWith("Saving")).map(({ level, text }) => [level, text]);
    return difference("files", written, files) ?? difference("log", saved(log), saved(expectedLog));
  } catch (thrown) {
    return error === undefined || error === null ? `failed: ${thrown.stack}` : undefined;
  }
}

/** The class of the error is Python's first word; the paths are among the lines `  path=value`. */
export async function error_text({ spec, argv, stderr }) {
  const { ex } = await loadSpec(spec);
  let error;
  const { start } = ex;
  ex.start = (request) => {
    try {
      const started = start.call(ex, request);
      return { ...started, finished: started.finished.catch(fail) };
    } catch (thrown) {
      error = thrown;
      throw thrown;
    }
  };
  const fail = (thrown) => {
    error = thrown;
    throw thrown;
  };
  const printed = await silently(() => ex.runCommandline(argv));
  const name = /(\w+):/.exec(stderr.replace(/^Usage:[\s\S]*?\n(?=\S+Error)/, ""))?.[1] ?? "";
  const className = /(\w+Error)\b/.exec(stderr)?.[1] ?? name;
  const conflicting = [...stderr.matchAll(/^ {2}([\w.]+)=/gm)].map(([, path]) => path);
  if (!printed.stderr.includes(error?.message.split("\n")[0] ?? "\u0000"))
    return `the error is not printed: ${printed.stderr}`;
  return compareError({ class: className, message: stderr, origin: "sacred", stage: "run", conflicting }, error, "run");
}
