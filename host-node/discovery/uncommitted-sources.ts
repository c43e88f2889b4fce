import { dirname, join, relative, resolve, sep } from "node:path";
import type { ExperimentInfo } from "../../core/host.ts";
import { realPath } from "../experiment-info.ts";
import type { AskGit } from "./ask-git.ts";
import { rootOf } from "./repositories.ts";

/** So many files are asked for at once: the length of a command line is limited. */
const AT_ONCE = 200;

/**
 * The sources of an experiment that no commit holds as they are: not tracked, ignored, changed (also where git was told not to
 * look: skip-worktree, assume-unchanged), or in no repository.
 *
 * @returns their names as they are stored
 */
export async function uncommittedSources(
  { base_dir: baseDir, sources }: ExperimentInfo,
  ask: AskGit,
): Promise<string[]> {
  const base = realPath(baseDir);
  const known = new Map<string, Promise<string | undefined>>();
  const byRoot = new Map<string, string[]>();
  const outside: string[] = [];
  for (const [name] of sources) {
    const root = await rootOf(dirname(resolve(base, name)), known);
    if (root === undefined) outside.push(name);
    else byRoot.set(root, [...(byRoot.get(root) ?? []), name]);
  }
  const uncommitted = await Promise.all(
    Array.from(byRoot, async ([root, names]) => {
      const missing: string[] = [];
      for (let at = 0; at < names.length; at += AT_ONCE)
        missing.push(...(await notInCommit(root, base, names.slice(at, at + AT_ONCE), ask)));
      return missing;
    }),
  );
  return [...outside, ...uncommitted.flat()].sort();
}

/** Those whose content isn't what the commit has under their name. */
async function notInCommit(root: string, base: string, names: readonly string[], ask: AskGit): Promise<string[]> {
  const paths = names.map((name) => relative(root, join(base, name)).split(sep).join("/"));
  const [tree, hashes] = await Promise.all([
    ask(root, ["ls-tree", "-z", "--full-tree", "HEAD", "--", ...paths]),
    ask(root, ["hash-object", "--", ...paths]),
  ]);
  const committed = new Map(
    Array.from((tree ?? "").matchAll(/\S+ blob ([0-9a-f]+)\t([^\0]*)\0/g), ([, hash = "", path = ""]) => [path, hash]),
  );
  const present = (hashes ?? "").split("\n");
  return names.filter((_name, index) => {
    const hash = committed.get(paths[index] ?? "");
    return hash === undefined || hash !== present[index];
  });
}
