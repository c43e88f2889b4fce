import type { ConfigModifications } from "../../core/initialize/modifications.ts";
import type { Dict } from "../../core/values.ts";
import { sacredInMemory } from "./memory-host.ts";

export interface Outcome {
  readonly config: Dict;
  readonly modifications: ConfigModifications;
}

/** Settles the configuration of an experiment with these scopes, in this order. `seed` is left out of what comes back. */
export async function resolveScopes(
  scopes: readonly object[],
  configUpdates: object = {},
  uses: string = "c",
): Promise<Outcome> {
  const { Experiment } = sacredInMemory();
  const ex = new Experiment("test");
  for (const scope of scopes) ex.config(scope);
  // Takes its configuration whole, so that no update counts as unused.
  ex.main(uses === "c" ? (c: object) => c : () => undefined);
  ex.logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const { config, modifications } = await ex.resolveConfig({ configUpdates: { seed: 1, ...configUpdates } });
  const { seed: _seed, ...rest } = config;
  return { config: rest, modifications };
}

/** The configuration alone. */
export async function configOf(scopes: readonly object[], configUpdates: object = {}): Promise<Dict> {
  return (await resolveScopes(scopes, configUpdates)).config;
}
