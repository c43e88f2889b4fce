import { describeValue } from "../../core/errors/describe-value.ts";
import { UsageError } from "../../core/errors/index.ts";
import type { FinalEvent, RunObserver } from "../../core/run/observer.ts";
import { serveObserver } from "../../core/run/serve-observer.ts";
import type { PortOfObserver } from "./protocol.ts";

/** How the events of a run in a worker reach one observer. */
export interface ObserverWay extends PortOfObserver {
  /**
   * The worker is gone: ends the run for the observer, if it was not told the end, once everything that was sent is stored.
   */
  end(event: FinalEvent): Promise<void>;
}

/** Of an observer that stores in a worker of its own: events go there without passing the page. */
interface WithPort {
  portForWorker(): { port: MessagePort; end(event: FinalEvent): Promise<void> };
}

/** @throws {UsageError} if one is no observer */
export function waysOf(observers: readonly RunObserver[]): ObserverWay[] {
  return observers.map((observer: unknown, index) => {
    if (!isObserver(observer))
      throw new UsageError(`observers[${index}] is no observer, but ${describeValue(observer)}.`);
    const { priority } = observer;
    const name = nameOf(observer);
    if (hasPort(observer)) return { ...observer.portForWorker(), priority, name };
    const { port1, port2 } = new MessageChannel();
    const served = serveObserver(port1, observer);
    return { port: port2, priority, name, end: (event) => served.end(event) };
  });
}

function isObserver(value: unknown): value is RunObserver {
  return typeof value === "object" && value !== null && "forRun" in value && typeof value.forRun === "function";
}

function hasPort(observer: RunObserver): observer is RunObserver & WithPort {
  return "portForWorker" in observer && typeof observer.portForWorker === "function";
}

function nameOf(observer: RunObserver): string {
  const text = String(observer);
  return text === "[object Object]" ? observer.constructor.name : text;
}
