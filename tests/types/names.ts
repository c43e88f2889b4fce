// Checked by the compiler, not run: the types that can be named, and what fits them.
import type { FileHandle } from "node:fs/promises";
import {
  type Captured,
  Experiment,
  experiment,
  Ingredient,
  ingredient,
  type Run,
  RunObserver,
} from "../../host-node/index.ts";
import type * as browser from "../../host-browser/browser.ts";
import { same } from "./equal.ts";

const part = ingredient("part").config({ size: 2 });
const ex = experiment("names", { ingredients: [part] }).config({ lr: 0.1, layers: [1] });

function anyExperiment(e: Experiment): Promise<Run> {
  e.observers.push(new Printer());
  return e.run({ configUpdates: { whatever: 1 } });
}
function anyIngredient(i: Ingredient): string {
  return i.path;
}
function withRate(e: Experiment<{ lr: number }>): () => number {
  return e.capture(({ lr }) => lr);
}
function ofBrowser(e: browser.Experiment, i: browser.Ingredient): void {
  void anyExperiment(e);
  anyIngredient(i);
}

void anyExperiment(ex);
void anyExperiment(new Experiment("plain"));
void anyExperiment(experiment("empty"));
anyIngredient(part);
anyIngredient(new Ingredient("plain"));
anyIngredient(ex.ingredients[0] ?? part);
withRate(ex);
ofBrowser(ex, part);
// @ts-expect-error -- it has no lr
withRate(experiment("other").config({ a: 1 }));

// As ingredients, whoever names them.
export const user = (used: Ingredient<{ size: number }>): unknown => experiment("user", { ingredients: [used, part] });
export const whole: Experiment<{ lr: number; layers: number[] }> = experiment("whole").config({ lr: 1, layers: [1] });

export async function opened({ _run }: { _run: Run }): Promise<void> {
  const file = await ex.openResource("model.bin", "rb");
  same<typeof file, FileHandle>();
  same<ReturnType<typeof _run.openResource>, Promise<FileHandle>>();
  // @ts-expect-error -- no such mode
  await ex.openResource("model.bin", "rw");
}

export async function seen(): Promise<void> {
  const run = await ex.run();
  const named: Run = run;
  const typed: Run<{ lr: number }> = run;
  same<typeof typed.config.lr, number>();
  same<typeof run.config.seed, number>();
  same<typeof run.config.part.size, number>();
  void named.result;
}

class Printer extends RunObserver {
  override priority = 3;
  override completedEvent({ result }: { result: unknown }): void {
    console.log(result);
  }
}

export class Special extends Experiment {
  readonly extra: number = 1;
}

// Methods.
class Model {
  declare step: Captured<unknown, [x: number], number, Model>;
  readonly k: number = 2;
}
Model.prototype.step = ex.capture(function step(this: Model, { lr }, x: number) {
  return this.k * lr * x;
});
same<ReturnType<Model["step"]>, number>();
new Model().step(3);
const step = ex.capture({ name: "step" }, function (this: Model, { lr }, x: number) {
  return this.k * lr * x;
});
// @ts-expect-error -- it is no function without a model
step(3);
step.with({ lr: 2 }).call(new Model(), 3);

// For tests: the function itself, and all values given.
const fit = ex.capture(({ lr, _rnd }, x: number) => lr + _rnd.random() + x);
same<typeof fit extends (x: number) => number ? true : false, true>();
fit.with({ lr: 1, _rnd: { random: () => 0.5 }, _run: { logScalar: () => undefined } })(3);
