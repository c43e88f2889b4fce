import { describeValue } from "./errors/describe-value.ts";
import { didYouMean, SacredError } from "./errors/index.ts";
import type { RandomBackend } from "./random/seeding.ts";

/** What can be adjusted for a whole program; names and defaults are those of Sacred's SETTINGS. */
export interface Settings {
  readonly config: ConfigSettings;
  readonly commandLine: CommandLineSettings;
  readonly hostInfo: HostInfoSettings;
  /** how source files are found: see `SourceDiscovery` */
  discoverSources: SourceDiscovery;
  /** how packages are found: see `DependencyDiscovery` */
  discoverDependencies: DependencyDiscovery;
  /** how output is captured where a run doesn't say: "no", "sys" or "fd"; null lets the host decide */
  captureMode: "no" | "sys" | "fd" | null;
  /** seconds between two heartbeats where a run doesn't say */
  defaultBeatInterval: number;
  /** inside a run `Math.random` draws from a generator that was seeded with the run's seed */
  seedMathRandom: boolean;
  /** NaN and the infinities are stored as null, as strict JSON wants it, instead of bare, as Python writes and reads them */
  strictJson: boolean;
}

/**
 * Which source files are stored besides those that define the experiment and its ingredients. Each finds what the one
 * before it finds: none; what they import, directly or through each other ("imported"); whatever the process has loaded
 * ("sys"); every program file in the base folder ("dir").
 */
export type SourceDiscovery = "none" | "imported" | "sys" | "dir";

/**
 * Which packages are stored. Each finds what the one before it finds: none; those that the sources import ("imported");
 * those of which the process has loaded a file ("sys"); all that are installed ("pkg").
 */
export type DependencyDiscovery = "none" | "imported" | "sys" | "pkg";

export interface ConfigSettings {
  /** keys hold no "." and don't start with "$" */
  enforceKeysMongoCompatible: boolean;
  /** keys are none of jsonpickle's tags (`py/object`, …) */
  enforceKeysJsonpickleCompatible: boolean;
  /** keys are valid Python identifiers */
  enforceValidPythonIdentifierKeys: boolean;
  /** keys hold no "=" */
  enforceKeysNoEquals: boolean;
  /** regular expressions for comments that describe no entry (linters' directives) */
  ignoredComments: readonly string[];
  /** captured functions get a frozen configuration; otherwise each has a copy of its own that it may change */
  readOnlyConfig: boolean;
  /** what `_rnd` and the seeds are drawn from: CPython's random, numpy's Generator, or numpy's legacy RandomState */
  randomBackend: RandomBackend;
}

export interface CommandLineSettings {
  /** values that are neither a Python literal nor JSON5 are errors instead of text */
  strictParsing: boolean;
}

export interface HostInfoSettings {
  /** ask nvidia-smi for the GPUs */
  includeGpuInfo: boolean;
  /** store the processor's name */
  includeCpuInfo: boolean;
  /** names of the environment variables that are stored with a run */
  capturedEnv: readonly string[];
}

export const DEFAULT_IGNORED_COMMENTS: readonly string[] = [
  "^pylint:",
  "^noinspection",
  "^(eslint|oxlint|jshint|jslint|biome|tslint|stylelint)\\b",
  "^(prettier|deno-(lint|fmt))-ignore",
  "^@ts-",
  "^(c8|v8|istanbul|node:coverage)\\b",
];

/** A fresh set of settings. Its shape is frozen: unknown names and values of another kind are errors. */
export function createSettings(): Settings {
  return guard("settings", {
    config: guard("settings.config", {
      enforceKeysMongoCompatible: true,
      enforceKeysJsonpickleCompatible: true,
      enforceValidPythonIdentifierKeys: false,
      enforceKeysNoEquals: true,
      ignoredComments: DEFAULT_IGNORED_COMMENTS,
      readOnlyConfig: true,
      randomBackend: "python",
    } satisfies ConfigSettings as ConfigSettings),
    commandLine: guard("settings.commandLine", { strictParsing: false }),
    hostInfo: guard("settings.hostInfo", {
      includeGpuInfo: true,
      includeCpuInfo: true,
      capturedEnv: [],
    } satisfies HostInfoSettings as HostInfoSettings),
    discoverSources: "imported",
    discoverDependencies: "imported",
    captureMode: null,
    defaultBeatInterval: 10,
    seedMathRandom: true,
    strictJson: false,
  } satisfies Settings as Settings);
}

const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  "settings.discoverSources": ["none", "imported", "sys", "dir"],
  "settings.discoverDependencies": ["none", "imported", "sys", "pkg"],
  "settings.captureMode": ["no", "sys", "fd", null],
  "settings.config.randomBackend": ["python", "numpy", "numpy-legacy"],
};

function guard<T extends object>(place: string, settings: T): T {
  const refuse = (name: string): never => {
    throw new SacredError(
      `There is no setting ${place}.${name}.${didYouMean(name, Object.keys(settings))} Settings can't be added or removed.`,
    );
  };
  return new Proxy(settings, {
    set(target, name, value: unknown) {
      if (typeof name !== "string" || !Object.hasOwn(target, name)) return refuse(String(name));
      checkSetting(`${place}.${name}`, Reflect.get(target, name), value);
      return Reflect.set(target, name, value);
    },
    deleteProperty: (_target, name) => refuse(String(name)),
    defineProperty: (_target, name) => refuse(String(name)),
  });
}

function checkSetting(name: string, current: unknown, value: unknown): void {
  const choices = CHOICES[name];
  if (choices !== undefined) {
    if (choices.includes(value)) return;
    throw new SacredError(
      `${name} is one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}, not ${describeValue(value)}.`,
    );
  }
  if (Array.isArray(current)) {
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
      if (name === "settings.config.ignoredComments") value.forEach(checkPattern);
      return;
    }
    throw new SacredError(`${name} is an array of texts, not ${describeValue(value)}.`);
  }
  if (typeof current === "object") {
    throw new SacredError(`${name} can't be replaced as a whole: set its entries one by one (${name}.NAME = …).`);
  }
  if (typeof value !== typeof current) {
    throw new SacredError(`${name} is a ${typeof current}, not ${describeValue(value)}.`);
  }
  if (typeof value === "number" && !(value >= 0)) {
    throw new SacredError(`${name} is a number that isn't negative, not ${value}.`);
  }
}

function checkPattern(pattern: string): void {
  try {
    RegExp(pattern);
  } catch (cause) {
    throw new SacredError(`settings.config.ignoredComments holds no regular expression: ${describeValue(pattern)}.`, {
      cause,
    });
  }
}
