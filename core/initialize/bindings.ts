import { Binding, type BindingLookup } from "../captured/binding.ts";
import type { CapturedDefinition } from "../captured/captured-function.ts";
import { deepCopy, deepFreeze } from "../config/freeze.ts";
import { getByDottedPath } from "../config/paths.ts";
import { type RandomBackend, SeedStream } from "../random/seeding.ts";
import type { Seed } from "../random/seed.ts";
import type { Run } from "../run/run.ts";
import type { Settings } from "../settings.ts";
import { type Dict, isDict } from "../values.ts";
import { functionView } from "./configuration.ts";
import type { Resolved } from "./create-run.ts";

/**
 * What the captured functions of a run are called with. One that is captured later, by a module that is imported during the
 * run, is bound when it is first called, with the seed that it would have had before the run: nobody else's changes by it.
 */
export function bind({ scaffolding, seeds }: Resolved, run: Run, { config: settings }: Settings): BindingLookup {
  const { readOnlyConfig, randomBackend: backend } = settings;
  const bound = new Map<object, Binding>();
  const late: ((captured: object) => void)[] = [];
  for (const scaffold of scaffolding.values()) {
    const whole = deepFreeze(functionView(scaffold));
    const add = ({ name, prefix, parameters, captured }: CapturedDefinition, seed: number): void => {
      const visible = prefix === undefined || prefix === "" ? whole : getByDottedPath(whole, prefix, {});
      const config = isDict(visible) ? visible : {};
      // A prefix may lead to a single value, which has no entries but is all that the function can see.
      const prefixed = isDict(visible) ? undefined : visible;
      const own = readOnlyConfig ? config : copyOf(config);
      const logger = scaffold.logger.child(name);
      bound.set(captured, new Binding({ name, parameters, config: own, prefixed, run, logger, seed, backend }));
    };
    const { capturedFunctions } = scaffold.definition;
    const { seed = 0, functionSeeds = [] } = seeds.get(scaffold.path) ?? {};
    capturedFunctions.forEach((each, index) => add(each, functionSeeds[index] ?? 0));
    late.push((captured) => {
      const index = capturedFunctions.findIndex((each) => each.captured === captured);
      const definition = capturedFunctions[index];
      if (definition !== undefined) add(definition, seedAt(index, seed, backend));
    });
  }
  const get = (captured: object): Binding | undefined => {
    if (!bound.has(captured)) for (const addLate of late) addLate(captured);
    return bound.get(captured);
  };
  return { get, has: (captured) => get(captured) !== undefined };
}

/** What the seed walk gives to an ingredient's captured function. */
function seedAt(index: number, ingredientSeed: Seed, backend: RandomBackend): number {
  const stream = new SeedStream(backend, ingredientSeed);
  for (let before = 0; before < index; before++) stream.next();
  return stream.next();
}

function copyOf(config: Dict): Dict {
  const copy = deepCopy(config);
  return isDict(copy) ? copy : {};
}
