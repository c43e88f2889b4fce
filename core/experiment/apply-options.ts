import { redactDeep } from "../cli/redact.ts";
import type { Run } from "../run/run.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { describedFiles } from "./experiment-info.ts";
import type { BaseIngredient } from "./ingredient.ts";
import { allOptions, type HasOptions } from "./options.ts";

/** Applies the options that are set to a run that hasn't started. */
export async function applyOptions(
  experiment: HasOptions & BaseIngredient,
  realm: SacredRealm,
  options: Record<string, unknown>,
  run: Run,
): Promise<void> {
  const known = allOptions(experiment, realm);
  for (const { long, apply } of known) {
    const value = options[long];
    if (value === false || value === null || value === undefined) continue;
    if (long === "--print-config") {
      const [{ coloursOf, formatConfig }] = await Promise.all([
        import("../commands/index.ts"),
        realm.host.sources.prepareDocs(() => describedFiles(experiment)),
      ]);
      const text = formatConfig(run.config, run.configModifications, coloursOf(realm.host.terminal));
      realm.host.terminal.out(`${text}\n${"-".repeat(79)}\n`);
    } else await apply(value, run);
  }
  // Observers have been given what they need: from here on nobody sees credentials.
  for (const [name, value] of Object.entries({ ...run.metaInfo, options })) run.metaInfo[name] = redactDeep(value);
}
