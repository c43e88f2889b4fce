import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";

/** Where the output of a program goes. */
export const TARGETS = ["terminal", "pipe", "file", "append", "null", "socket", "split"] as const;
/** "closed": a pipe whose reader goes after a line, and leaves the file "gone" */
export type Target = (typeof TARGETS)[number] | "closed";

const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;
if (!hasPython) console.warn("\nNo python3 with pty: what needs a terminal is skipped.\n");

export function isMissing(target: Target): boolean {
  return target === "terminal" && !hasPython;
}

export interface Outcome {
  /** what arrived at the target: standard output and error in their order; of two targets one after the other */
  readonly shown: string;
  /** what the program wrote into the file that was named to it */
  readonly answer: string;
  /** the exit code as a shell gives it: 128 and the signal's number, if a signal ended it */
  readonly code: number;
  /** the folder that was the program's temporary one, and where it may store runs */
  readonly folder: string;
}

export interface Conditions {
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** when the terminal shows a text, this happens to it */
  readonly on?: readonly [text: string, action: "ctrl-c" | "resize"];
  /** what is done while it runs */
  readonly meanwhile?: (child: ChildProcess, folder: string) => Promise<void>;
}

const READERS = { pipe: "cat", closed: "{ head -n 1; exec < /dev/null; touch gone; }" };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const program = (name: string): string => fileURLToPath(new URL(`./programs/${name}`, import.meta.url));

/** Runs a program of the folder programs; its first argument is the file for its answer. */
export async function runOn(target: Target, name: string, conditions: Conditions = {}): Promise<Outcome> {
  const { args = [], nodeArgs = [], env = {}, on, meanwhile } = conditions;
  const folder = mkdtempSync(join(tmpdir(), "sacred-capture-"));
  folders.push(folder);
  const [answerFile, outFile, errFile, codeFile] = ["answer", "out", "err", "code"].map((file) => join(folder, file));
  const node = [process.execPath, ...nodeArgs, program(name), String(answerFile), ...args];
  const options = { cwd: folder, env: { ...process.env, ...env, TMPDIR: folder } };
  const read = (file: string | undefined): string =>
    file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : "";
  const finished = async (child: ChildProcess): Promise<number> => {
    const ended = once(child, "exit");
    await meanwhile?.(child, folder);
    const [code, signal]: [number | null, NodeJS.Signals | null] = await (ended as Promise<[number, null]>);
    return code ?? 128 + signalNumber(signal);
  };
  let shown = "";
  let code: number;
  if (target === "terminal" || target === "pipe" || target === "closed") {
    const command =
      target === "terminal"
        ? ["python3", fileURLToPath(new URL("terminal.py", import.meta.url)), ...(on ? ["--on", ...on] : []), ...node]
        : ["sh", "-c", `{ "$@" 2>&1; echo $? > "$CODE"; } | ${READERS[target]}`, "sh", ...node];
    const child = spawn(command[0] ?? "", command.slice(1), {
      ...options,
      env: { ...options.env, CODE: codeFile },
      stdio: ["ignore", "pipe", "inherit"],
    });
    [shown, code] = await Promise.all([text(child.stdout), finished(child)]);
    if (target !== "terminal") code = Number(read(codeFile));
  } else if (target === "socket") {
    // A socket pair for both: what Node makes where one asks it for a pipe.
    const child = spawn("sh", ["-c", 'exec "$@" 2>&1', "sh", ...node], {
      ...options,
      stdio: ["ignore", "pipe", "inherit"],
    });
    [shown, code] = await Promise.all([text(child.stdout), finished(child)]);
  } else {
    if (target === "append") writeFileSync(String(outFile), "");
    const open = (file: string | undefined): number => openSync(String(file), target === "append" ? "a" : "w");
    const out = target === "null" ? openSync("/dev/null", "w") : open(outFile);
    const err = target === "split" ? open(errFile) : out;
    const child = spawn(node[0] ?? "", node.slice(1), { ...options, stdio: ["ignore", out, err] });
    for (const descriptor of new Set([out, err])) closeSync(descriptor);
    code = await finished(child);
    shown = read(outFile) + read(errFile);
  }
  return { shown, answer: read(answerFile), code, folder };
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return { SIGHUP: 1, SIGINT: 2, SIGABRT: 6, SIGKILL: 9, SIGTERM: 15 }[String(signal)] ?? 0;
}
