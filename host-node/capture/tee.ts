import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { TEE_PROGRAM_SOURCE } from "../generated/tee-program.ts";

export interface TeeRequest {
  /** where its input comes from */
  readonly source: number;
  /** where everything is shown */
  readonly target: number;
  /** where everything is kept, too */
  readonly file: string;
  /** a descriptor that is open as long as it lives */
  readonly status: number;
  /** is told what went wrong with it */
  readonly onFailure: (reason: string) => void;
}

/**
 * Starts `tee -a FILE`, as Sacred does: a process of its own copies what comes to the end, whatever ends ours. Where there
 * is no tee, a Node program takes its place.
 *
 * @throws if neither can be started
 */
export function startTee({ source, target, file, status, onFailure }: TeeRequest): void {
  const options: SpawnOptions = {
    stdio: [source, target, "ignore", status],
    // A session of its own: Ctrl-C must not end it before it has copied what handlers of that print.
    detached: true,
    cwd: "/",
  };
  const child =
    started("tee", ["-a", file], options) ??
    started(process.execPath, ["-e", TEE_PROGRAM_SOURCE, file], {
      ...options,
      env: { ...process.env, NODE_OPTIONS: "" },
    });
  if (child === undefined) throw new Error("neither tee nor node could be started");
  child.on("exit", (code, signal) => {
    if (code !== 0) onFailure(signal === null ? `tee ended with code ${code}` : `tee was ended by ${signal}`);
  });
  child.unref();
}

function started(command: string, args: readonly string[], options: SpawnOptions): ChildProcess | undefined {
  const child = spawn(command, args, options);
  // Without a listener a command that can't be found would end the program.
  child.on("error", () => undefined);
  return child.pid === undefined ? undefined : child;
}
