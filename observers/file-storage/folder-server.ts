import type { MessagePort } from "node:worker_threads";
import { messageOf } from "../../core/errors/thrown.ts";
import { FolderService } from "./folder-service.ts";
import { HelperThread } from "./helper-thread.ts";
import { CONTROL, CONTROL_WORDS, type ThreadAnswer, type ThreadMessage, type ThreadSetup } from "./thread-protocol.ts";

/** Where there is no thread, points are stored in such turns of the event loop. */
const TURN_MILLISECONDS = 200;
/** One that dies again and again has a reason that another one has, too. */
const MOST_DEATHS = 3;

export interface ServerListener {
  readonly heard: (answer: ThreadAnswer) => void;
  /** the thread has ended before the run was over */
  readonly died: (reason: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * Serves a run's folder: a helper thread does, or, where none can be had (Node's permission model without --allow-worker) or one after
 * another has died, this thread itself in its free moments.
 */
export class FolderServer {
  readonly #control: Int32Array;
  readonly #messages: MessagePort;
  #service: FolderService | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param deaths how many threads of this run have died */
  constructor(setup: Omit<ThreadSetup, "messages">, listener: ServerListener, deaths: number) {
    const { MessageChannel } = process.getBuiltinModule("node:worker_threads");
    const { port1, port2: messages } = new MessageChannel();
    this.#control = new Int32Array(setup.control, 0, CONTROL_WORDS);
    this.#messages = port1;
    const whole = { ...setup, messages };
    if (deaths >= MOST_DEATHS) this.#serveHere(whole, listener, "It has died several times");
    else this.#serveByThread(whole, listener);
  }

  #serveByThread(setup: ThreadSetup, listener: ServerListener): void {
    let reason = "it has ended";
    try {
      HelperThread.serve(setup, {
        heard: listener.heard,
        failed: (error) => (reason = error),
        exited: () => {
          this.#messages.close();
          listener.died(`the helper thread has died (${reason})`);
        },
      });
    } catch (error) {
      this.#serveHere(setup, listener, messageOf(error));
    }
  }

  #serveHere(setup: ThreadSetup, { heard, warn }: ServerListener, reason: string): void {
    warn(
      `No helper thread stores this run's metrics (${reason}): points are stored, and heartbeats sent, only when your code lets go of its thread.`,
    );
    this.#service = new FolderService(setup, heard);
    this.#timer = setInterval(() => this.wake(), TURN_MILLISECONDS).unref();
  }

  post(message: ThreadMessage): void {
    this.#messages.postMessage(message);
  }

  wake(): void {
    Atomics.add(this.#control, CONTROL.WAKE, 1);
    Atomics.notify(this.#control, CONTROL.WAKE);
    const service = this.#service;
    if (service === undefined) return;
    if (!service.step(0)) {
      this.#service = undefined;
      clearInterval(this.#timer);
    } else if (service.isBusy) setImmediate(() => this.wake());
  }

  /** Waits until the last command is carried out. */
  waitFor(milliseconds: number): void {
    const end = 1000 * process.uptime() + milliseconds;
    if (this.#service === undefined) Atomics.wait(this.#control, CONTROL.DONE, 0, milliseconds);
    while (
      this.#service !== undefined &&
      Atomics.load(this.#control, CONTROL.DONE) === 0 &&
      1000 * process.uptime() < end
    )
      this.wake();
  }
}
