import { Binding, type BindingLookup } from "../captured/binding.ts";
import { copyDict, deepFreeze } from "../config/freeze.ts";
import { getByDottedPath } from "../config/paths.ts";
import { SeedStream } from "../random/seeding.ts";
import type { Run } from "../run/run.ts";
import type { Settings } from "../settings.ts";
import { isDict } from "../values.ts";
import { functionView } from "./configuration.ts";
import type { Resolved } from "./create-run.ts";

/**
 * What the captured functions of a run are called with. Those that are captured later, by a module that is imported during the
 * run, are bound when the first of them is called, with the seeds that they would have had before the run: nobody else's
 * change by them.
 */
export function bind({ scaffolding, seeds }: Resolved, run: Run, { config: settings }: Settings): BindingLookup {
  const { readOnlyConfig, randomBackend: backend } = settings;
  const bound = new Map<object, Binding>();
  const parts = Array.from(scaffolding.values(), (scaffold) => {
    const whole = deepFreeze(functionView(scaffold));
    // Draws what the seed walk gave to each function, and goes on from there.
    const stream = new SeedStream(backend, seeds.get(scaffold.path)?.seed ?? 0);
    let count = 0;
    return (): void => {
      for (const { name, prefix, parameters, captured } of scaffold.definition.capturedFunctions.slice(count)) {
        count++;
        const visible = prefix === undefined || prefix === "" ? whole : getByDottedPath(whole, prefix, {});
        const shared = isDict(visible) ? visible : {};
        // A prefix may lead to a single value, which has no entries but is all that the function can see.
        const prefixed = isDict(visible) ? undefined : visible;
        const config = readOnlyConfig ? shared : copyDict(shared);
        const logger = scaffold.logger.child(name);
        const seed = stream.next();
        bound.set(captured, new Binding({ name, parameters, config, prefixed, run, logger, seed, backend }));
      }
    };
  });
  const bindNew = (): void => parts.forEach((bindPart) => bindPart());
  bindNew();
  return (captured) => {
    if (!bound.has(captured)) bindNew();
    return bound.get(captured);
  };
}
