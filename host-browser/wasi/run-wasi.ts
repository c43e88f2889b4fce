import { ConsoleStdout } from "@bjorn3/browser_wasi_shim";
import { describeValue } from "../../core/errors/describe-value.ts";
import { unknownNames } from "../../core/errors/unknown-names.ts";
import { seedToBigint } from "../../core/random/seed.ts";
import type { Run } from "../../core/run/run.ts";
import { currentRun, type RunInRealm } from "../../core/run/shared-realm.ts";
import { checkImports, PREVIEW_1 } from "./check-module.ts";
import { createClock } from "./clock.ts";
import { bytesOf, folderOf, readFiles, writtenFiles } from "./files.ts";
import { Limits } from "./limits.ts";
import { type LoadedModule, loadModule } from "./load-module.ts";
import type { RunWasi, WasiOptions, WasiResult } from "./options.ts";
import { PrintedText } from "./printed-text.ts";
import { execute } from "./program.ts";
import { OpenProgramFile, ProgramFile, Room } from "./program-file.ts";
import { type FillRandom, fillFrom, fillFromEntropy, seedOfProgram } from "./random.ts";
import { SystemCalls } from "./system-calls.ts";
import { type ProgramRemains, WasiError } from "./wasi-error.ts";
import type { FoundFile, WasiHost } from "./wasi-host.ts";

const NAMES: readonly (keyof WasiOptions)[] = [
  "name",
  "args",
  "env",
  "files",
  "stdin",
  "seed",
  "clock",
  "artifactFolder",
  "memoryLimitBytes",
  "timeoutSeconds",
  "signal",
  "imports",
  "invoke",
];

/** how many programs each run has started */
const started: WeakMap<Run, number> = new WeakMap();

/** `runWasi` for a machine. */
export function createRunWasi(host: WasiHost): RunWasi {
  return async (given, options = {}) => {
    const mistake = unknownNames("runWasi", options, NAMES);
    if (mistake !== undefined) throw new WasiError(mistake);
    const owner = currentRun();
    // Counted at once: programs that are started side by side have a lasting order.
    const ordinal = owner === undefined ? 0 : (started.get(owner.run) ?? 0) + 1;
    if (owner !== undefined) started.set(owner.run, ordinal);
    options.signal?.throwIfAborted();
    const loaded = await loadModule(await given, host);
    return start(loaded, options, owner, ordinal, host);
  };
}

async function start(
  loaded: LoadedModule,
  options: WasiOptions,
  owner: RunInRealm | undefined,
  ordinal: number,
  host: WasiHost,
): Promise<WasiResult> {
  const name = options.name ?? loaded.name ?? "program";
  const limits = new Limits(name, options);
  const room = new Room(limits.fileBytes);
  const files = await readFiles(options.files ?? {}, host.read);
  const folder = folderOf(files, room);
  const before = new Map(folder.walk());
  const stdin = new ProgramFile(await bytesOf(options.stdin ?? "", "stdin"), room);

  const printer = await host.printer(owner?.realm.printing);
  const stdout = new PrintedText((bytes) => printer.print("stdout", bytes));
  const stderr = new PrintedText((bytes) => printer.print("stderr", bytes));
  const system = new SystemCalls({
    args: [name, ...textsOf(options.args)],
    env: options.env ?? {},
    descriptors: [
      new OpenProgramFile(stdin, false),
      new ConsoleStdout((bytes) => stdout.write(bytes)),
      new ConsoleStdout((bytes) => stderr.write(bytes)),
      folder.preopened(),
    ],
    clock: createClock(options.clock ?? "system"),
    fillRandom: await randomness(options.seed, owner, ordinal),
    check: (memory) => limits.check(memory),
  });
  const imports = { ...options.imports, [PREVIEW_1]: { ...options.imports?.[PREVIEW_1], ...system.imports } };
  checkImports(loaded.module, name, imports);
  if (owner !== undefined) await noteResources(owner, loaded, files.files, host);

  let written: ProgramRemains["files"] | undefined;
  const remains = (): ProgramRemains => {
    stdout.end();
    stderr.end();
    printer.finish();
    written ??= writtenFiles(folder, before);
    return { stdout: stdout.text, stderr: stderr.text, files: written };
  };
  try {
    const { module } = loaded;
    const { invoke, signal } = options;
    const ended = await execute({ name, module, imports, system, invoke, signal, remains });
    return { ...ended, ...remains(), isTruncated: stdout.isTruncated || stderr.isTruncated };
  } finally {
    // What it has left is kept, however it ended.
    if (owner !== undefined) await keepArtifacts(owner, remains().files, options.artifactFolder, host);
  }
}

async function noteResources(
  owner: RunInRealm,
  loaded: LoadedModule,
  files: readonly FoundFile[],
  host: WasiHost,
): Promise<void> {
  if (owner.run.observers.length === 0) return;
  const program = loaded.source === undefined ? [] : [{ name: loaded.name ?? "program", ...loaded.source }];
  await host.noteResources(owner, [...program, ...files]);
}

async function keepArtifacts(
  owner: RunInRealm,
  files: ProgramRemains["files"],
  prefix: string | undefined,
  host: WasiHost,
): Promise<void> {
  const named = Object.entries(files).map(([name, bytes]): [string, Uint8Array] => [
    prefix === undefined ? name : `${prefix.replace(/\/+$/, "")}/${name}`,
    bytes,
  ]);
  if (owner.run.observers.length > 0 && named.length > 0) await host.keepArtifacts(owner, new Map(named));
}

function textsOf(args: unknown): string[] {
  if (args === undefined) return [];
  if (Array.isArray(args) && args.every((argument) => typeof argument === "string")) return args;
  throw new WasiError(`args has to be a list of texts, but was ${describeValue(args)}: numbers need String(n).`);
}

async function randomness(
  seed: WasiOptions["seed"],
  owner: RunInRealm | undefined,
  ordinal: number,
): Promise<FillRandom> {
  if (seed === null || (seed === undefined && owner === undefined)) return fillFromEntropy;
  const chosen = seed ?? seedOfProgram(seedToBigint(owner?.run.seed), ordinal);
  if (owner !== undefined) return fillFrom(owner.realm.random(chosen));
  const { PythonRandom } = await import("../../core/random/python-random.ts");
  return fillFrom(new PythonRandom(chosen));
}
