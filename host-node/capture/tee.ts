import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { TEE_PROGRAM_SOURCE } from "../generated/tee-program.ts";
import { PERL_PROGRAM } from "./perl-program.ts";

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

/** What changes how Perl reads and writes; its complaints about the locale go nowhere anyway. */
const WITHOUT_PERL_SETTINGS = { PERL5OPT: undefined, PERL5LIB: undefined, PERL_UNICODE: undefined, PERLIO: undefined };

/**
 * tee(1), with a broken pipe ignored: it then goes on with the file when nobody reads its output (`program | head`). Not
 * by `tee -p`, which only GNU's knows. Where there is a shell and no tee, the Node program of the other arguments.
 */
const SHELL_PROGRAM = 'trap "" PIPE; command -v tee > /dev/null && exec tee -a "$0"; exec "$@" "$0"';

/**
 * Starts `tee -a FILE`, as Sacred does: a process of its own copies what comes to the end, whatever ends ours. Perl does it
 * fastest; where there is none it is tee, and where there is neither, a Node program.
 *
 * @throws if none can be started
 */
export function startTee({ source, target, file, status, onFailure }: TeeRequest): void {
  const options: SpawnOptions = {
    stdio: [source, target, "ignore", status],
    // A session of its own: Ctrl-C must not end it before it has copied what handlers of that print.
    detached: true,
    cwd: "/",
    env: { ...process.env, ...WITHOUT_PERL_SETTINGS, NODE_OPTIONS: undefined },
  };
  const child =
    started("perl", ["-e", PERL_PROGRAM, file], options) ??
    started("sh", ["-c", SHELL_PROGRAM, file, process.execPath, "-e", TEE_PROGRAM_SOURCE], options) ??
    started(process.execPath, ["-e", TEE_PROGRAM_SOURCE, file], options);
  if (child === undefined) throw new Error("neither perl nor tee nor node could be started");
  child.on("exit", (code, signal) => {
    if (code !== 0)
      onFailure(signal === null ? `its copying ended with code ${code}` : `its copying was ended by ${signal}`);
  });
  child.unref();
}

function started(command: string, args: readonly string[], options: SpawnOptions): ChildProcess | undefined {
  const child = spawn(command, args, options);
  // Without a listener a command that can't be found would end the program.
  child.on("error", () => undefined);
  return child.pid === undefined ? undefined : child;
}
