import { askProgram } from "../ask-program.ts";

/** Variables by which git finds a repository elsewhere: they are set in git's hooks, for another folder than ours. */
const ELSEWHERE = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
];

/** A run doesn't wait for longer: a dead network folder or a hook would hold it up for ever. */
const PATIENCE_SECONDS = 10;

/** What git answers in a folder; undefined without git, where it fails, and where it takes too long. */
export type AskGit = (folder: string, args: readonly string[]) => Promise<string | undefined>;

/**
 * Asks git, for so long at most from the first question on that all of them take together.
 *
 * @param warn is told of questions that weren't answered in time
 */
export function gitAsker(warn: (message: string) => void, patienceSeconds: number = PATIENCE_SECONDS): AskGit {
  let end: number | undefined;
  return (folder, args) => {
    const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: "0" };
    for (const name of ELSEWHERE) delete env[name];
    const now = process.uptime();
    end ??= now + patienceSeconds;
    return askProgram({
      command: "git",
      args,
      cwd: folder,
      env,
      timeoutMilliseconds: Math.max(1, 1000 * (end - now)),
      onTimeout: () =>
        warn(
          `git has not answered about ${folder} within ${patienceSeconds} seconds, and was ended: commit and changes are unknown. Does \`git status\` end there? With saveGitInfo: false nobody asks.`,
        ),
    });
  };
}
