import type { Remark, ScopeResult } from "../config/scope-result.ts";
import { DuplicatePathError } from "../errors/index.ts";
import type { Logger } from "../logging/logger.ts";
import type { Dict } from "../values.ts";
import type { ChangeMarks } from "../wasm/summary.ts";
import type { IngredientDefinition } from "./definition.ts";
import { sortIngredients } from "./traverse.ts";

/** An ingredient during the configuration of a run. The experiment's own scaffold has the path "". */
export interface Scaffold {
  readonly path: string;
  readonly definition: IngredientDefinition;
  /** the scaffolds of the ingredients that it uses, in the order of use */
  readonly subrunners: readonly Scaffold[];
  readonly logger: Logger;
  /** what nobody but the user can change */
  updates: Dict;
  /** what named configs have given so far */
  presets: Dict;
  config: Dict;
  summaries: readonly ScopeResult[];
  marks: ChangeMarks;
  /** about entries, by their paths in its own configuration */
  readonly remarks: Remark[];
}

/** All scaffolds by path, deepest first, the experiment last. */
export type Scaffolding = ReadonlyMap<string, Scaffold>;

/** @throws {CircularDependencyError | DuplicatePathError} */
export function createScaffolding(experiment: IngredientDefinition, rootLogger: Logger): Scaffolding {
  const byDefinition = new Map<IngredientDefinition, Scaffold>();
  const scaffolding = new Map<string, Scaffold>();
  for (const definition of sortIngredients(experiment)) {
    const path = definition === experiment ? "" : definition.path;
    if (scaffolding.has(path)) {
      throw new DuplicatePathError(
        `Two different ingredients have the path "${path}". Paths say where an ingredient's configuration stands: give each its own.`,
      );
    }
    const scaffold: Scaffold = {
      path,
      definition,
      // Those that are used are deeper, so they have their scaffolds already.
      subrunners: definition.ingredients.flatMap((used) => byDefinition.get(used) ?? []),
      logger: path === "" ? rootLogger : rootLogger.child(path),
      updates: {},
      presets: {},
      config: {},
      summaries: [],
      marks: { added: new Set(), modified: new Set(), typechanged: new Map() },
      remarks: [],
    };
    byDefinition.set(definition, scaffold);
    scaffolding.set(path, scaffold);
  }
  return scaffolding;
}
