import { existsSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole } from "./atomic-write.ts";

/** Beside run.json while the run goes on; Sacred's readers don't look at it, and the end of the run removes it. */
export const OWNER_FILE: string = ".owner.json";

/** A worker thread; both are undefined where the system shows no threads. */
interface OwnerThread {
  readonly id?: number | undefined;
  readonly startTicks?: string | undefined;
}

/** Who stores a run: enough to tell, on the same machine, whether that very process, or thread, still lives. */
export interface RunOwner {
  readonly pid: number;
  /** in ticks since the boot, as /proc gives it: a process id that was given again has another one */
  readonly startTicks?: string | undefined;
  /** of a run in a worker thread, which may end before its process does */
  readonly thread?: OwnerThread | undefined;
  readonly hostname: string;
  readonly bootId?: string | undefined;
  /** process ids of different containers have nothing to do with each other */
  readonly pidNamespace?: string | undefined;
  /** 0: the run sends no heartbeats until its end */
  readonly beatIntervalSeconds: number;
  /** where the process keeps what can't be stored here */
  readonly unsavedIn?: readonly string[] | undefined;
  /** `settings.strictJson` of the run, for what is written after its death */
  readonly strictJson?: boolean | undefined;
}

/** Notes in a run's folder that this process stores it. */
export function noteOwner(dir: string, run: Pick<RunOwner, "beatIntervalSeconds" | "strictJson">): void {
  const owner: RunOwner = {
    pid: process.pid,
    startTicks: statusOf(process.pid)?.startTicks,
    thread: isWorker ? thisThread() : undefined,
    ...thisMachine(),
    unsavedIn: [attempt(() => process.cwd()) ?? "", tmpdir()],
    ...run,
  };
  writeWhole(join(dir, OWNER_FILE), JSON.stringify(owner));
}

/** The run has ended: nobody stores it any more. */
export function removeOwner(dir: string): void {
  try {
    rmSync(join(dir, OWNER_FILE), { force: true });
  } catch {
    // run.json says that the run has ended: who stored it is of no interest any more.
  }
}

/** Who stores the run of this folder; undefined if that was never noted, or can't be read. */
export function readOwner(dir: string): RunOwner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(dir, OWNER_FILE), "utf8"));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** What this process can say about the owner: "unseen" is one of another machine or container. */
export type OwnerState = "alive" | "gone" | "unseen";

export function ownerState(owner: RunOwner): OwnerState {
  const machine = thisMachine();
  const isHere =
    owner.hostname === machine.hostname &&
    owner.bootId === machine.bootId &&
    owner.pidNamespace === machine.pidNamespace;
  if (!isHere) return "unseen";
  if (!exists(owner.pid)) return "gone";
  const status = statusOf(owner.pid);
  // Without /proc an id that was given again can't be told from the owner: a run is rather left alone than lost.
  if (status === undefined || owner.startTicks === undefined) {
    if (!exists(owner.pid)) return "gone";
    return owner.thread === undefined ? "alive" : "unseen";
  }
  if (status.hasEnded || status.startTicks !== owner.startTicks) return "gone";
  return owner.thread === undefined ? "alive" : threadState(owner.pid, owner.thread);
}

function threadState(pid: number, { id, startTicks }: OwnerThread): OwnerState {
  // Threads of other users may be hidden.
  if (!Number.isSafeInteger(id) || !existsSync(`/proc/${pid}/task`)) return "unseen";
  return statusOf(pid, id)?.startTicks === startTicks ? "alive" : "gone";
}

/** Is there a process of this id on this machine? */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is somebody else's.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** False in the main thread, where nothing is `disabled`: loading node:worker_threads to ask it takes 2 ms. */
const isWorker: boolean = "disabled" in process.chdir;

/** proc(5): /proc/thread-self leads to PID/task/TID of whoever looks. */
function thisThread(): OwnerThread {
  const id = attempt(() => Number(readlinkSync("/proc/thread-self").split("/").at(-1)));
  return { id, startTicks: id === undefined ? undefined : statusOf(process.pid, id)?.startTicks };
}

/**
 * proc(5), /proc/PID/stat and /proc/PID/task/TID/stat: the third field is the state, the 22nd the start; the name before them
 * may hold anything.
 */
function statusOf(pid: number, thread?: number): { startTicks: string; hasEnded: boolean } | undefined {
  const path = thread === undefined ? `/proc/${pid}/stat` : `/proc/${pid}/task/${thread}/stat`;
  const stat = attempt(() => readFileSync(path, "utf8"));
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields?.[0], fields?.[19]];
  if (state === undefined || startTicks === undefined) return undefined;
  return { startTicks, hasEnded: state === "Z" || state === "X" };
}

let machine: Pick<RunOwner, "hostname" | "bootId" | "pidNamespace"> | undefined;

function thisMachine(): Pick<RunOwner, "hostname" | "bootId" | "pidNamespace"> {
  machine ??= {
    hostname: hostname(),
    bootId: attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidNamespace: attempt(() => readlinkSync("/proc/self/ns/pid")),
  };
  return machine;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is RunOwner {
  return (
    typeof value === "object" &&
    value !== null &&
    "pid" in value &&
    Number.isSafeInteger(value.pid) &&
    Number(value.pid) > 0 &&
    "hostname" in value &&
    typeof value.hostname === "string" &&
    "beatIntervalSeconds" in value &&
    typeof value.beatIntervalSeconds === "number" &&
    (!("unsavedIn" in value) || isTexts(value.unsavedIn)) &&
    (!("thread" in value) || (typeof value.thread === "object" && value.thread !== null))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
