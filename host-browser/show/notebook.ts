import { UnsupportedError } from "../../core/errors/index.ts";
import type { HostNotebook } from "../../core/host.ts";
import type { RunFacts } from "../../core/show/run-facts.ts";

/** What shows runs is loaded when there is one to be shown. */
export const NOTEBOOK: HostNotebook = {
  async hear(listener) {
    const { listenToConsole } = await import("../capture/patched-console.ts");
    return listenToConsole(listener);
  },
  show(run) {
    if (typeof document === "undefined")
      throw new UnsupportedError("show() needs a page, and a worker has none: post String(run) there.");
    return showElement(async () => {
      const { factsOf } = await import("../../core/show/facts-of.ts");
      return () => factsOf(run);
    });
  },
};

/** An element that shows a run, once the code that does has been loaded. */
export function showElement(load: () => Promise<() => RunFacts>): HTMLElement {
  const element = document.createElement("sacred-run");
  void Promise.all([import("./run-element.ts"), load()]).then(([{ showFacts }, facts]) => showFacts(element, facts));
  return element;
}
