import { parseArgs } from "node:util";
import { messageOf } from "../../core/errors/thrown.ts";
import { SacredError } from "../../core/errors/index.ts";

const HELP = `Usage: sacred-ts recover DIR [--dry-run] [--dead-after SECONDS]

Finds the runs in DIR (a folder of FileStorageObserver, also of Python's Sacred) that say RUNNING though their
process is gone. Completes metrics.json from the metric log and cout.txt from captured output, stores the end
that a run has kept in a file sacred-unsaved-….json, else marks it DEAD, and removes half-written files and folders
of runs that never began. Runs that go on are not touched.

Options:
  --dry-run             Only say what would be done.
  --dead-after SECONDS  How long a run has to be silent to be dead, where its process can't be seen from here
                        (default: 600, and at least ten of its heartbeats).
  -h, --help            Print this.

Exit codes: 0 done, 1 some run could not be repaired, 2 wrong usage or no such folder.
`;

/** Stores with many runs take a while: the time between two lines that say how far it is. */
const PROGRESS_MILLISECONDS = 1000;

/** `sacred-ts recover`. @returns the exit code */
export async function recoverCommand(args: readonly string[]): Promise<number> {
  const { recoverRuns } = await import("../../observers/file-storage/recover.ts");
  try {
    const { folder, dryRun, help, deadAfterSeconds } = parse(args);
    if (help) {
      process.stdout.write(HELP);
      return 0;
    }
    let nextProgress = performance.now() + PROGRESS_MILLISECONDS;
    const { total, runs, swept } = await recoverRuns(folder, {
      dryRun,
      ...(deadAfterSeconds === undefined ? {} : { deadAfterSeconds }),
      onRun: (run) => process.stdout.write(`${describe(run)}\n`),
      onProgress(done, all) {
        if (performance.now() < nextProgress) return;
        nextProgress = performance.now() + PROGRESS_MILLISECONDS;
        process.stderr.write(`… ${done} of ${all} runs\n`);
      },
    });
    const dead = runs.filter(({ kind }) => kind === "dead").length;
    const [would, removed] = dryRun ? ["would be", "would be removed"] : ["were", "were removed"];
    process.stdout.write(`${dead} of ${total} runs ${would} marked DEAD, ${swept} left-over files ${removed}.\n`);
    return runs.some(({ kind }) => kind === "failed") ? 1 : 0;
  } catch (error) {
    if (!(error instanceof SacredError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

type Found = import("../../observers/file-storage/recover.ts").RecoveredRun;

function describe(run: Found): string {
  if (run.kind === "failed") return `${run.id}: could not be repaired: ${run.reason}`;
  if (run.kind === "completed") return `${run.id}: had ended without its last metrics; ${run.points} points`;
  if (run.kind === "restored")
    return `${run.id}: ${run.status}: its end was kept in ${run.from}, and is stored now; ${run.points} points`;
  if (run.kind === "removed") return `${run.id}: never began, and its folder is removed: ${run.reason}`;
  if (run.kind === "unknown")
    return `${run.id}: may be dead: ${run.reason}. --dead-after SECONDS decides by its files.`;
  return `${run.id}: DEAD since ${run.stopTime}: ${run.reason}; ${run.points} points, ${run.outputBytes} more bytes of output`;
}

function parse(args: readonly string[]): {
  folder: string;
  dryRun: boolean;
  help: boolean;
  deadAfterSeconds: number | undefined;
} {
  const { values, positionals } = parseOptions(args);
  const [folder, ...more] = positionals;
  const { "dry-run": dryRun = false, "dead-after": deadAfter, help = false } = values;
  if (!help && (folder === undefined || more.length > 0)) {
    throw new SacredError(`One folder has to be named, but there are ${positionals.length}.\n\n${HELP}`);
  }
  const deadAfterSeconds = deadAfter === undefined ? undefined : Number(deadAfter);
  if (deadAfterSeconds !== undefined && !(deadAfterSeconds >= 0 && deadAfter?.trim() !== "")) {
    throw new SacredError(`--dead-after needs a number of seconds, but was given "${deadAfter}".`);
  }
  return { folder: folder ?? "", dryRun, help, deadAfterSeconds };
}

function parseOptions(args: readonly string[]): {
  values: { "dry-run"?: boolean; "dead-after"?: string; help?: boolean };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean" },
        "dead-after": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new SacredError(`${messageOf(error)}\n\n${HELP}`);
  }
}
