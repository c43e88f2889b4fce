import { keyRules } from "./config/config-keys.ts";
import { BaseExperiment, type ExperimentOptions } from "./experiment/base-experiment.ts";
import { assertPath } from "./experiment/definition-checks.ts";
import { BaseIngredient, type IngredientOptions } from "./experiment/ingredient.ts";
import type { Host, HostInfoGatherer } from "./host.ts";
import { checkHostInfoNames } from "./host-info-gatherer.ts";
import { RunRegistry } from "./run/registry.ts";
import type { SacredRealm } from "./run/run-setup.ts";
import { createSettings, type Settings } from "./settings.ts";
import type { Experiment } from "./types/experiment.ts";
import type { AnyIngredient, Ingredient, Tree, WithIngredients } from "./types/ingredient.ts";
import type { Dict } from "./values.ts";

/** What a host's entry point offers, bound to that host. */
export interface Sacred {
  /** The class of experiments, with an untyped configuration: for plain JavaScript. */
  readonly Experiment: ExperimentConstructor;
  /** The class of ingredients, with an untyped configuration. */
  readonly Ingredient: IngredientConstructor;
  readonly experiment: ExperimentFactory;
  readonly ingredient: IngredientFactory;
  readonly settings: Settings;
  readonly getHostInfo: HostInfoFunction;
}

/**
 * What is stored about this machine with each run: hostname, operating system, versions, processor, GPUs, environment.
 *
 * @param additional further entries, as the option `additionalHostInfo` takes them
 * @throws {DefinitionError} if two entries have the same name
 */
export type HostInfoFunction = (additional?: readonly HostInfoGatherer[]) => Promise<Dict>;

export interface ExperimentConstructor {
  /** @param name by default that of the file, without its extension; required with `interactive` */
  new (name?: string, options?: WithIngredients<ExperimentOptions, readonly AnyIngredient[]>): Experiment;
}

export interface IngredientConstructor {
  /** @param path where its configuration stands in that of an experiment; may be dotted */
  new (path: string, options?: WithIngredients<IngredientOptions, readonly AnyIngredient[]>): Ingredient;
}

/**
 * Makes an experiment whose configuration's type grows with each chained `.config`.
 *
 * @example
 * ```ts
 * const ex = experiment("hello").config({ recipient: "world", get message() { return `Hello ${this.recipient}!`; } });
 * ex.automain(({ message }) => console.log(message));
 * ```
 */
export type ExperimentFactory = <const P extends string = string, const I extends readonly AnyIngredient[] = []>(
  name?: P,
  options?: WithIngredients<ExperimentOptions, I>,
) => Experiment<{}, Tree<I>, P>;

/** Makes an ingredient whose configuration's type grows with each chained `.config`. */
export type IngredientFactory = <const P extends string, const I extends readonly AnyIngredient[] = []>(
  path: P,
  options?: WithIngredients<IngredientOptions, I>,
) => Ingredient<{}, Tree<I>, P>;

/** Everything that runs on a host. The host is passed on explicitly; nothing in core holds on to one. */
export function createSacred(host: Host): Sacred {
  const registry = new RunRegistry(host.context);
  const realm: SacredRealm = {
    host,
    registry,
    settings: createSettings(),
  };
  host.opened?.(realm);

  class HostedExperiment extends BaseExperiment {
    constructor(name?: string, options?: ExperimentOptions, defined: Function = new.target) {
      super(realm, name, options, defined);
    }
  }
  class HostedIngredient extends BaseIngredient {
    constructor(path: string, options?: IngredientOptions, defined: Function = new.target) {
      super(realm, path, options, defined);
      assertPath(path, keyRules(realm.settings.config));
    }
  }
  function experiment(name?: string, options?: ExperimentOptions): BaseExperiment {
    return new HostedExperiment(name, options, experiment);
  }
  function ingredient(path: string, options?: IngredientOptions): BaseIngredient {
    return new HostedIngredient(path, options, ingredient);
  }
  Object.defineProperty(HostedExperiment, "name", { value: "Experiment" });
  Object.defineProperty(HostedIngredient, "name", { value: "Ingredient" });

  // The typed signatures describe the same methods; only the types of configurations are added.
  return {
    Experiment: HostedExperiment as unknown as ExperimentConstructor,
    Ingredient: HostedIngredient as unknown as IngredientConstructor,
    experiment: experiment as unknown as ExperimentFactory,
    ingredient: ingredient as unknown as IngredientFactory,
    settings: realm.settings,
    getHostInfo: async (additional = []) => host.info.hostInfo(checkHostInfoNames(additional)),
  };
}
