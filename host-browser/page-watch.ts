import type { RunWatch } from "../core/host.ts";
import { listen } from "./listen.ts";

/**
 * Tells a run what happens to its page or worker: errors that nobody caught fail it, and a page that is left ends it.
 *
 * A browser doesn't say which code an error belongs to. Beside a run on a page, other code of the page can fail it: a listener
 * that calls `preventDefault` on the event keeps such errors from it.
 */
export function watchPage(watch: RunWatch): () => void {
  let hasFailed = false;
  const fail = (event: Event, error: unknown): void => {
    if (hasFailed || event.defaultPrevented) return;
    hasFailed = true;
    // The run reports it.
    event.preventDefault();
    watch.fail(error);
  };
  const ends = [
    listen("error", (event) => {
      // Without one it comes from another origin, or is a notice of the browser's own (ResizeObserver).
      if (event.error !== null && event.error !== undefined) fail(event, event.error);
    }),
    listen("unhandledrejection", (event) => fail(event, event.reason)),
    listen("pagehide", ({ persisted }) => {
      // A page that the browser keeps may come back, and its run with it.
      if (!persisted) watch.leave();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
