import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RunObserver, SacredError } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { play } from "../actions.mjs";
import { compareMetrics, compareRunJson, parsePython } from "../compare/stored-run.mjs";
import { difference, show } from "../compare/values.mjs";
import { Project } from "../project.mjs";
import { recordingLogger, requestOf } from "./session.mjs";

const MAIN = { kind: "main", name: "main", args: ["_run"], prefix: null, unobserved: false, doc: null };
const PLAIN = { experiment: { name: "demo", doc: null, ingredients: [], items: [MAIN] }, ingredients: [] };

/** Runs an experiment in a project of its own and compares what it has left in its store. */
async function inProject(work) {
  const project = new Project();
  try {
    return await work(project);
  } finally {
    project.remove();
  }
}

async function execute(module, request, runs) {
  const outcomes = [];
  for (const options of runs) {
    const { "--unobserved": _un, ...given } = requestOf(request, options).options;
    let started;
    let raised = null;
    try {
      started = module.ex.start({
        ...requestOf(request),
        options: given,
        ...(request.info === undefined ? {} : { info: request.info, metaInfo: request.meta_info }),
      });
      await started.finished;
    } catch (error) {
      raised = error;
    }
    outcomes.push({ run_id: started?.run.id, status: started?.run.status, raised: raised !== null });
  }
  return outcomes;
}

const outcomeOf = ({ run_id: id, status, raised }) => ({ run_id: id, status, raised: raised !== null });

/** file_storage/NAME: whole folders. */
export function fileStorage({ name, spec, actions, run: request, runs, git, file_storage: expected }, vectors) {
  return inProject(async (project) => {
    const module = await project.load(spec);
    if (git) project.commit(remoteOf(vectors, name));
    play(module, actions);
    module.ex.logger = recordingLogger([]);
    module.ex.observers.push(new FileStorageObserver(project.store));
    const outcomes = await execute(
      module,
      request,
      Array.from({ length: runs }, () => request.options),
    );
    return (
      difference("runs", outcomes, expected.runs.map(outcomeOf)) ??
      compareFiles(project, expected.files) ??
      compareFolders(project, join(vectors, "file_storage", name), expected.files)
    );
  });
}

function remoteOf(vectors, name) {
  const run = parsePython(readFileSync(join(vectors, "file_storage", name, "1/run.json"), "utf8"));
  return run.experiment.repositories[0].url;
}

/** Sources are our own; everything else has to be there. */
function compareFiles(project, expected) {
  const tree = project.tree();
  const wanted = expected.filter((file) => !file.startsWith("_sources/") && !file.endsWith(".py"));
  const missing = wanted.filter((file) => !tree.includes(file));
  if (missing.length > 0) return `the store lacks ${show(missing)}; it has ${show(tree)}`;
  if (expected.some((file) => file.startsWith("_sources/") && file !== "_sources/"))
    return compareSources(project, tree);
  return undefined;
}

/** The files of _sources are named by what they hold. */
function compareSources(project, tree) {
  const sources = tree.filter((file) => file.startsWith("_sources/") && file !== "_sources/");
  const isNamed = (file) => {
    const digest = createHash("md5").update(project.read(file)).digest("hex");
    return file.includes(`_${digest}.`);
  };
  return sources.length > 0 && sources.every(isNamed) ? undefined : `_sources holds ${show(sources)}`;
}

function compareFolders(project, folder, files) {
  for (const file of files.filter((path) => !path.startsWith("_") && !path.endsWith(".py"))) {
    const theirs = readFileSync(join(folder, file), "utf8");
    const found = compareFile(project, file, project.read(file), theirs);
    if (found !== undefined) return `${file}: ${found}`;
  }
  return undefined;
}

function compareFile(project, file, ours, theirs) {
  if (file.endsWith("/run.json"))
    return compareRunJson(project.placeholders(parsePython(ours)), decode(parsePython(theirs)));
  if (file.endsWith("/metrics.json")) return compareMetrics(parsePython(ours), parsePython(theirs));
  // Sacred loses what is printed after the last beat of a run that fails.
  if (file.endsWith("/cout.txt")) return ours.startsWith(theirs) ? undefined : difference("text", ours, theirs);
  return difference("text", ours, theirs);
}

/** jsonpickle's tuples are lists. */
function decode(value) {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  if ("py/tuple" in value) return decode(value["py/tuple"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}

/** file_storage_options.json: ids and options of the observer. */
export function fileStorageOptions(testCase) {
  const { actions, prepare, observer_options: options, runs_options: runs, runs: expected, tree } = testCase;
  return inProject(async (project) => {
    project.prepare(prepare);
    const module = await project.load(PLAIN);
    play(module, actions);
    module.ex.logger = recordingLogger([]);
    const { copy_sources: copySources, copy_artifacts: copyArtifacts } = options;
    module.ex.observers.push(
      new FileStorageObserver(project.store, {
        ...(copySources === undefined ? {} : { copySources }),
        ...(copyArtifacts === undefined ? {} : { copyArtifacts }),
      }),
    );
    const request = { command: null, config_updates: {}, named_configs: [] };
    const outcomes = await execute(module, request, runs);
    return (
      difference("runs", outcomes.map(withoutId), expected.map(outcomeOf).map(withoutId)) ??
      compareFiles(project, tree) ??
      compareKept(project, testCase)
    );
  });
}

/** A run that never began has no id here; in Sacred it keeps the one that was asked for. */
function withoutId({ run_id: id, status, raised }) {
  return raised ? { status, raised } : { run_id: id, status, raised };
}

function compareKept(project, { run_json: expected, observer_options: options }) {
  for (const [id, { sources, resources, artifacts }] of Object.entries(expected)) {
    const run = project.placeholders(parsePython(project.read(`${id}/run.json`)));
    const found =
      difference("resources", run.resources, resources) ?? difference("artifacts", run.artifacts, artifacts);
    if (found !== undefined) return `${id}/run.json: ${found}`;
    const isKept = ([, kept]) => existsSync(join(project.store, kept)) && kept.startsWith("_sources/") === copied;
    const copied = options.copy_sources !== false;
    if (sources.length > 0 && !run.experiment.sources.every(isKept))
      return `${id}/run.json: sources ${show(run.experiment.sources)}`;
  }
  return undefined;
}

/**
 * metrics.json: steps count up from the last one. Sacred keeps anything as a point of a metric; ours are columns of numbers:
 * what is none has to be refused, and its metric is left out on both sides.
 */
export function metricsLogger({ calls, drains }) {
  const odd = new Set(
    calls.filter(([what, , value]) => what === "log" && typeof value !== "number").map(([, name]) => name),
  );
  return inProject(async (project) => {
    const seen = [];
    const accepted = [];
    const observer = new RunObserver();
    observer.logMetrics = ({ metricsByName }) => void seen.push(metricsByName);
    const module = await project.load(PLAIN);
    module.ex.logger = recordingLogger([]);
    module.ex.observers.push(observer);
    module.calls.handler = async (_ingredient, _name, { _run }) => {
      for (const [what, name, value, step] of calls) {
        if (what === "drain") await _run.heartbeat();
        else if (typeof value === "number") _run.logScalar(name, value, step ?? undefined);
        else if (!isRefused(() => _run.logScalar(name, value))) accepted.push(value);
      }
    };
    await module.ex.run();
    const plain = seen.slice(0, drains.length).map((metrics) =>
      withoutNames(odd, metrics, ({ steps, values }, name) => ({
        name,
        steps: [...steps],
        values: [...values],
      })),
    );
    return (
      difference("accepted", accepted, []) ??
      difference(
        "drains",
        plain,
        drains.map((metrics) => withoutNames(odd, metrics, (metric) => metric)),
      )
    );
  });
}

function isRefused(log) {
  try {
    log();
    return false;
  } catch (error) {
    return error instanceof SacredError;
  }
}

function withoutNames(names, metrics, convert) {
  const kept = Object.entries(metrics).filter(([name]) => !names.has(name));
  return Object.fromEntries(kept.map(([name, metric]) => [name, convert(metric, name)]));
}
