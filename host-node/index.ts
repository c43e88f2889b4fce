import type { FileHandle } from "node:fs/promises";
import {
  createSacred,
  type ExperimentConstructor,
  type ExperimentFactory,
  type HostInfoFunction,
  type IngredientConstructor,
  type IngredientFactory,
} from "../core/index.ts";
import type { Settings } from "../core/settings.ts";
import type { Experiment as TypedExperiment } from "../core/types/experiment.ts";
import type { AnyTree, Ingredient as TypedIngredient } from "../core/types/ingredient.ts";
import type { Host } from "../core/host.ts";
import { createCapture, DEFAULT_CAPTURE_MODE } from "./capture/index.ts";
import { createContext } from "./context.ts";
import { entropy } from "./entropy.ts";
import { files } from "./files.ts";
import { hostInformation } from "./host-info.ts";
import { loggers } from "./loggers.ts";
import { notebook } from "./notebook.ts";
import { OPTIONS } from "./options.ts";
import { factoryOf, pointingAtCaller } from "./point-at-caller.ts";
import { catchUp, ProcessWatch } from "./process-watch.ts";
import { sources } from "./sources.ts";
import { terminal } from "./terminal.ts";

export * from "../core/public.ts";

declare global {
  interface SacredTsHost {
    readonly openedFile: FileHandle;
  }
}

const context = createContext();
const processWatch = new ProcessWatch(context);

const host: Host = {
  kind: "node",
  context,
  files,
  sources,
  terminal,
  lifecycle: {
    defaultCaptureMode: DEFAULT_CAPTURE_MODE,
    capture: createCapture(context),
    watch: (run, watch) => processWatch.add(run, watch),
    catchUp,
  },
  info: hostInformation(() => settings),
  notebook,
  loggers,
  options: OPTIONS,
  entropy,
};

const sacred = createSacred(host);

/** The class of experiments, with an untyped configuration: for plain JavaScript. */
export const Experiment: ExperimentConstructor = pointingAtCaller(sacred.Experiment);
/** An experiment whose own configuration is `C`; `Experiment` alone is any. */
// oxlint-disable-next-line typescript/no-explicit-any -- any experiment
export type Experiment<C = any, T = AnyTree<C>, P extends string = string> = TypedExperiment<C, T, P>;
/** The class of ingredients, with an untyped configuration. */
export const Ingredient: IngredientConstructor = pointingAtCaller(sacred.Ingredient);
/** An ingredient whose own configuration is `C`; `Ingredient` alone is any. */
// oxlint-disable-next-line typescript/no-explicit-any -- any ingredient
export type Ingredient<C = any, T = AnyTree<C>, P extends string = string> = TypedIngredient<C, T, P>;
/** Makes an experiment whose configuration's type grows with each chained `.config`. */
export const experiment: ExperimentFactory = factoryOf(Experiment, "experiment");
/** Makes an ingredient whose configuration's type grows with each chained `.config`. */
export const ingredient: IngredientFactory = factoryOf(Ingredient, "ingredient");
/** What can be adjusted for the whole program. */
export const settings: Settings = sacred.settings;
/** What is stored about this machine with each run. */
export const getHostInfo: HostInfoFunction = sacred.getHostInfo;
