import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { ExperimentInfo } from "../../core/host.ts";
import { redactCredentials } from "../../core/cli/redact.ts";
import type { AskGit } from "./ask-git.ts";
import { originOf } from "./git-config.ts";

export type Repository = ExperimentInfo["repositories"][number];

/**
 * The git repositories to which files belong. Git is started once for each repository, when its first file is added, and
 * works while others are still looked for (Sacred asks several times for each file).
 */
export class Repositories {
  readonly #roots: Map<string, Promise<string | undefined>> = new Map();
  readonly #asked: Map<string, Promise<Repository | undefined>> = new Map();
  readonly #pending: Promise<void>[] = [];
  readonly #ask: AskGit;
  /** roots that nobody wants to know about */
  readonly #unwanted: Promise<ReadonlySet<string>>;

  /**
   * @param wanted files whose repositories are asked for in any case
   * @param unwanted files whose repositories aren't, otherwise
   */
  constructor(wanted: readonly string[], unwanted: readonly string[], ask: AskGit) {
    this.#ask = ask;
    this.#unwanted = this.#rootsBut(wanted, unwanted);
  }

  add(file: string): void {
    this.#pending.push(this.#add(dirname(file)));
  }

  /** Those that have a commit, by their folders' names. */
  async all(): Promise<Repository[]> {
    await Promise.all(this.#pending);
    const asked = [...this.#asked].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const repositories = await Promise.all(asked.map(([, repository]) => repository));
    return repositories.filter((repository) => repository !== undefined);
  }

  async #add(folder: string): Promise<void> {
    const root = await this.#rootOf(folder);
    if (root === undefined || (await this.#unwanted).has(root)) return;
    if (!this.#asked.has(root)) this.#asked.set(root, recent(root, this.#ask));
  }

  async #rootsBut(wanted: readonly string[], unwanted: readonly string[]): Promise<ReadonlySet<string>> {
    const rootsOf = async (files: readonly string[]): Promise<Set<string>> => {
      const roots = await Promise.all(files.map((file) => this.#rootOf(dirname(file))));
      return new Set(roots.filter((root) => root !== undefined));
    };
    if (unwanted.length === 0) return new Set();
    const [kept, roots] = await Promise.all([rootsOf(wanted), rootsOf(unwanted)]);
    for (const root of kept) roots.delete(root);
    return roots;
  }

  #rootOf(folder: string): Promise<string | undefined> {
    return rootOf(folder, this.#roots);
  }
}

/**
 * The nearest folder with a `.git`: a folder, or a file in submodules and further working trees.
 *
 * @param known what was found before, by folder
 */
export function rootOf(folder: string, known: Map<string, Promise<string | undefined>>): Promise<string | undefined> {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const found = stat(join(folder, ".git")).then(
    () => folder,
    () => (dirname(folder) === folder ? undefined : rootOf(dirname(folder), known)),
  );
  known.set(folder, found);
  return found;
}

/** How long an answer of git's holds: short runs, one after another, don't each wait for git. */
const ANSWER_HOLDS_SECONDS = 1;

const answers: Map<string, { readonly time: number; readonly answer: Promise<Repository | undefined> }> = new Map();

function recent(root: string, ask: AskGit): Promise<Repository | undefined> {
  const last = answers.get(root);
  const time = process.uptime();
  if (last !== undefined && time - last.time < ANSWER_HOLDS_SECONDS) return last.answer;
  const answer = describe(root, ask);
  answers.set(root, { time, answer });
  return answer;
}

/**
 * Commit and changes by one `git status`, the address from the repository's configuration. Files that git doesn't track
 * are no changes, as for Sacred. Undefined without git, and without a commit: then there is nothing to come back to.
 */
async function describe(root: string, ask: AskGit): Promise<Repository | undefined> {
  const status = ask(root, [
    "status",
    "--porcelain=v2",
    "--branch",
    "--untracked-files=no",
    "--no-ahead-behind",
    "--no-renames",
  ]);
  const [text, origin] = await Promise.all([status, configOf(root).then(originOf, () => undefined)]);
  const commit = /^# branch\.oid ([0-9a-f]+)$/m.exec(text ?? "")?.[1];
  if (text === undefined || commit === undefined) return undefined;
  return { url: origin === undefined ? `git:/${root}` : withoutPassword(origin), commit, dirty: /^[^#\n]/m.test(text) };
}

/** The configuration that a repository shares with its working trees. */
async function configOf(root: string): Promise<string> {
  const entry = join(root, ".git");
  const pointer = (await stat(entry)).isFile()
    ? /^gitdir:\s*(.+)$/m.exec(await readFile(entry, "utf8"))?.[1]
    : undefined;
  const folder = pointer === undefined ? entry : resolve(root, pointer.trim());
  const common = await readFile(join(folder, "commondir"), "utf8").catch(() => ".");
  return readFile(join(resolve(folder, common.trim()), "config"), "utf8");
}

/** A mere user name in front of an ssh host is part of the address. */
function withoutPassword(url: string): string {
  return /^ssh:\/\/[^:@/]*@/.test(url) ? url : redactCredentials(url);
}
