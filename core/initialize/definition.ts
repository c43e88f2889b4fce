import type { ConfigSource } from "../config/config-source.ts";
import type { CapturedDefinition } from "../captured/captured-function.ts";
import type { Logger } from "../logging/logger.ts";

export type ConfigHook = (
  config: Record<string, unknown>,
  commandName: string,
  logger: Logger,
) => object | null | undefined | void;

/** What the configuration process needs to know about an ingredient or experiment. */
export interface IngredientDefinition {
  readonly path: string;
  readonly ingredients: readonly IngredientDefinition[];
  readonly configurations: readonly ConfigSource[];
  readonly namedConfigs: ReadonlyMap<string, ConfigSource>;
  readonly configHooks: readonly ConfigHook[];
  readonly capturedFunctions: readonly CapturedDefinition[];
}
