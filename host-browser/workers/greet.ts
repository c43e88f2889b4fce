import { UnsupportedError } from "../../core/errors/index.ts";
import { HELLO, HERE, type Hello } from "./protocol.ts";

/** A module that awaits something before it imports the package hears nothing of a first message: it is repeated. */
const REPEAT_MILLISECONDS = 250;
const LONGEST_SECONDS = 60;

/**
 * Gives the port of a worker's controls once its copy of the package is there.
 *
 * @param isGone is asked whether there is still somebody who may answer
 * @throws {UnsupportedError} if nobody answers
 */
export function greet(worker: Worker, isGone: () => boolean): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const offered: MessagePort[] = [];
    const end = (): void => clearInterval(timer);
    const offer = (): void => {
      const { port1, port2 } = new MessageChannel();
      offered.push(port1);
      port1.onmessage = ({ data }: MessageEvent<unknown>) => {
        if (data !== HERE) return;
        end();
        port1.onmessage = null;
        for (const port of offered) if (port !== port1) port.close();
        resolve(port1);
      };
      worker.postMessage({ [HELLO]: 1 } satisfies Hello, [port2]);
    };
    const timer = setInterval(() => {
      if (isGone()) return end();
      if (performance.now() - started < LONGEST_SECONDS * 1000) return offer();
      end();
      reject(
        new UnsupportedError(
          `The worker has not answered for ${LONGEST_SECONDS} s. Does its module import "sacred-ts", as an experiment does, or does it wait for something before?`,
        ),
      );
    }, REPEAT_MILLISECONDS);
    offer();
  });
}
