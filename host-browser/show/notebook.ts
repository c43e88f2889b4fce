import { UnsupportedError } from "../../core/errors/index.ts";
import type { HostNotebook } from "../../core/host.ts";

/** What shows runs is loaded when there is one to be shown. */
export const NOTEBOOK: HostNotebook = {
  async hear(listener) {
    const { listenToConsole } = await import("../capture/patched-console.ts");
    return listenToConsole(listener);
  },
  show(run) {
    if (typeof document === "undefined")
      throw new UnsupportedError("show() needs a page, and a worker has none: post String(run) there.");
    const element = document.createElement("sacred-run");
    void import("./run-element.ts").then(({ showFacts, factsOf }) => showFacts(element, () => factsOf(run)));
    return element;
  },
};
