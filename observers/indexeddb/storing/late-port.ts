import type { EventPort } from "../../../core/run/event-port.ts";

/** A port that is opened with the first message. */
export class LatePort implements EventPort {
  onmessage: EventPort["onmessage"] = null;
  onclose: EventPort["onmessage"] = null;
  readonly #open: () => EventPort;
  #port: EventPort | undefined = undefined;

  constructor(open: () => EventPort) {
    this.#open = open;
  }

  postMessage(message: unknown, transfer: ArrayBuffer[] = []): void {
    this.#opened.postMessage(message, transfer);
  }

  get #opened(): EventPort {
    if (this.#port !== undefined) return this.#port;
    const port = this.#open();
    port.onmessage = (event) => this.onmessage?.(event);
    port.onclose = (event) => this.onclose?.(event);
    return (this.#port = port);
  }

  close(): void {
    this.#port?.close();
  }
}
