import {
  createSacred,
  type ExperimentConstructor,
  type ExperimentFactory,
  type HostInfoFunction,
  type IngredientConstructor,
  type IngredientFactory,
  type Sacred,
} from "../core/index.ts";
import type { Settings } from "../core/settings.ts";
import type { Experiment as TypedExperiment } from "../core/types/experiment.ts";
import type { AnyTree, Ingredient as TypedIngredient } from "../core/types/ingredient.ts";
import { createBrowserHost } from "./host.ts";

export * from "../core/public.ts";

const sacred: Sacred = createSacred(createBrowserHost(() => settings));

/** The class of experiments, with an untyped configuration: for plain JavaScript. */
export const Experiment: ExperimentConstructor = sacred.Experiment;
/** An experiment whose own configuration is `C`; `Experiment` alone is any. */
// oxlint-disable-next-line typescript/no-explicit-any -- any experiment
export type Experiment<C = any, T = AnyTree<C>, P extends string = string> = TypedExperiment<C, T, P>;
/** The class of ingredients, with an untyped configuration. */
export const Ingredient: IngredientConstructor = sacred.Ingredient;
/** An ingredient whose own configuration is `C`; `Ingredient` alone is any. */
// oxlint-disable-next-line typescript/no-explicit-any -- any ingredient
export type Ingredient<C = any, T = AnyTree<C>, P extends string = string> = TypedIngredient<C, T, P>;
/** Makes an experiment whose configuration's type grows with each chained `.config`. */
export const experiment: ExperimentFactory = sacred.experiment;
/** Makes an ingredient whose configuration's type grows with each chained `.config`. */
export const ingredient: IngredientFactory = sacred.ingredient;
/** What can be adjusted for the whole program. */
export const settings: Settings = sacred.settings;
/** What is stored about this machine with each run. */
export const getHostInfo: HostInfoFunction = sacred.getHostInfo;
