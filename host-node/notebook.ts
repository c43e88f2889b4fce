import { UnsupportedError } from "../core/errors/index.ts";
import type { HostNotebook } from "../core/host.ts";

/** A prompt prints runs as text; output is read back from where it is captured. */
export const notebook: HostNotebook = {
  hear: () => undefined,
  show() {
    throw new UnsupportedError(
      "show() makes an element of a page, and there is none on Node. Print the run: console.log(String(run)). In a notebook of Deno, end the cell with the run itself.",
    );
  },
};
