import type { SacredRealm } from "../../core/run/run-setup.ts";
import { HELLO } from "./protocol.ts";

/** Lets a page start the experiment of this worker. Does nothing where this is no worker, or nobody asks. */
export function answerPage(realm: SacredRealm): void {
  if (!("WorkerGlobalScope" in globalThis)) return;
  addEventListener("message", function onHello(event: MessageEvent) {
    const [port] = event.ports;
    if (port === undefined || event.data?.[HELLO] !== 1) return;
    // The worker's own listeners know nothing of it.
    event.stopImmediatePropagation();
    removeEventListener("message", onHello);
    void import("./serve-page.ts").then(({ servePage }) => servePage(realm, port));
  });
}
