import { toPortable } from "../../../core/errors/portable-error.ts";
import { type ServedRun, serveObserver } from "../../../core/run/serve-observer.ts";
import type { FinalEvent } from "../../../core/run/observer.ts";
import { Connection } from "../database/connection.ts";
import { mayPass } from "../database/write.ts";
import type { StorageAnswer, StorageRequest } from "./protocol.ts";
import { RunRecorder } from "./run-recorder.ts";

/** Where requests come from and answers go: a worker's global scope, or the end of a channel. */
export interface StorageScope {
  postMessage(answer: StorageAnswer): void;
  onmessage: ((event: MessageEvent<StorageRequest>) => void) | null;
}

/** Stores the runs that are asked for; says when it is ready. */
export function serveStorage(scope: StorageScope): void {
  const connections = new Map<string, Connection>();
  const served = new Map<number, ServedRun>();

  const open = ({ recorder, database, port, ...setup }: Extract<StorageRequest, { kind: "open" }>): void => {
    const connection = connections.get(database) ?? new Connection(database);
    connections.set(database, connection);
    const warn = (message: string): void => scope.postMessage({ kind: "warning", recorder, message });
    const closed = (): void => {
      if (!served.delete(recorder)) return;
      scope.postMessage({ kind: "closed", recorder });
      // The answer to the last event leaves before the port is closed.
      setTimeout(() => port.close(), 0);
    };
    const target = new RunRecorder({ ...setup, connection, warn, closed });
    const run = serveObserver(port, target, mayPass);
    // Of a worker that was gone before its run had begun nothing comes any more.
    const end = (event: FinalEvent): Promise<void> => run.end(event).finally(() => target.isOpen || closed());
    served.set(recorder, { end });
  };

  const end = async ({ recorder, event }: Extract<StorageRequest, { kind: "end" }>): Promise<void> => {
    try {
      await served.get(recorder)?.end(event);
      scope.postMessage({ kind: "ended", recorder });
    } catch (error) {
      scope.postMessage({ kind: "ended", recorder, error: toPortable(error) });
    }
  };

  scope.onmessage = ({ data }) => {
    if (data.kind === "open") open(data);
    else void end(data);
  };
  scope.postMessage({ kind: "ready" });
}
