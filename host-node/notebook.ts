import { inspect } from "node:util";
import { UnsupportedError } from "../core/errors/index.ts";
import { BaseIngredient } from "../core/experiment/ingredient.ts";
import type { HostNotebook } from "../core/host.ts";
import { Run } from "../core/run/run.ts";
import type { RunDisplay } from "../core/show/display.ts";

/** A prompt prints runs as text; output is read back from where it is captured. */
export const notebook: HostNotebook = {
  hear: () => undefined,
  show() {
    throw new UnsupportedError(
      "show() makes an element of a page, and there is none on Node. Print the run: console.log(String(run)). In a notebook of Deno, end the cell with the run itself.",
    );
  },
};

// What the prompt, console.log, and Jupyter's kernel of Deno ask objects for: else they print all that is inside.
Object.defineProperty(BaseIngredient.prototype, inspect.custom, { value: BaseIngredient.prototype.toString });
Object.defineProperties(Run.prototype, {
  [inspect.custom]: { value: Run.prototype.toString },
  [Symbol.for("Jupyter.display")]: {
    async value(this: Run): Promise<RunDisplay> {
      const { displayOf } = await import("../core/show/display.ts");
      return displayOf(this);
    },
  },
});
