import { UnsupportedError } from "../../core/errors/index.ts";
import { HELLO, HERE, type Hello } from "./protocol.ts";

/** A module that awaits something before it imports the package hears nothing of a first message: it is repeated. */
const REPEAT_MILLISECONDS = 250;
/** Fetching and compiling what a module imports takes less. */
const USUAL_SECONDS = 5;
const LONGEST_SECONDS = 60;

/**
 * Gives the port of a worker's controls once its copy of the package is there.
 *
 * @param isGone is asked whether there is still somebody who may answer
 * @throws {UnsupportedError} if nobody answers for a minute; the console tells of it sooner
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
    let isTold = false;
    const timer = setInterval(() => {
      if (isGone()) return end();
      const seconds = (performance.now() - started) / 1000;
      if (seconds >= LONGEST_SECONDS) {
        end();
        return reject(new UnsupportedError(silence(LONGEST_SECONDS)));
      }
      if (seconds >= USUAL_SECONDS && !isTold) {
        isTold = true;
        console.warn(`${silence(USUAL_SECONDS)} It is given up after ${LONGEST_SECONDS} s.`);
      }
      offer();
    }, REPEAT_MILLISECONDS);
    offer();
  });
}

function silence(seconds: number): string {
  return `The worker has not answered for ${seconds} s. Does its module import "sacred-ts", as an experiment does, or does it wait for something before?`;
}
