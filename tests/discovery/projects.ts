import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExperimentInfo } from "../../core/host.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A program's outcome. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with real files, in which real programs are run; removed by `using`. */
export class Project {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "sacred-discovery-")));

  /** @param files text by path; package.json makes ES modules unless it is given */
  constructor(files: Readonly<Record<string, string>>) {
    this.write({ "package.json": '{ "type": "module", "name": "study", "version": "0.0.1" }', ...files });
    mkdirSync(join(this.folder, "node_modules"), { recursive: true });
    symlinkSync(ROOT, join(this.folder, "node_modules", "sacred-ts"));
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return run(process.execPath, args, this.folder, env);
  }

  shell(command: string): Promise<Outcome> {
    return run("/bin/sh", ["-c", command], this.folder, {});
  }

  async git(...args: readonly string[]): Promise<string> {
    const who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
    const { code, stdout, stderr } = await run("git", [...who, ...args], this.folder, {});
    if (code !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  /** What an observer of the program is told about its code. */
  async info(args: readonly string[] = ["main.mjs"], env: NodeJS.ProcessEnv = {}): Promise<ExperimentInfo> {
    const { stdout, stderr } = await this.node(args, env);
    if (!stdout.startsWith("{")) throw new Error(stderr);
    return JSON.parse(stdout) as ExperimentInfo;
  }

  md5(name: string): string {
    return createHash("md5")
      .update(readFileSync(join(this.folder, name)))
      .digest("hex");
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The program of an experiment that prints what its observer is told about its code. */
export function main({ imports = "", options = "{}", before = "" }: Partial<Record<string, string>> = {}): string {
  return `import { experiment, RunObserver, settings } from "sacred-ts";
${imports}
class Printer extends RunObserver {
  startedEvent({ exInfo, hostInfo }) { process.stdout.write(JSON.stringify({ ...exInfo, hostInfo })); }
}
const ex = experiment("study", { observers: [new Printer()], ...${options} });
${before}
ex.automain(() => 1);
`;
}

export function namesOf({ sources }: ExperimentInfo): string[] {
  return sources.map(([name]) => name);
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const clean = { ...process.env, NODE_OPTIONS: "", ...env };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: clean, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
