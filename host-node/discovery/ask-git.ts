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

/**
 * What git answers in a folder; undefined without git, where it fails, and where it takes too long.
 *
 * @param warn is told of the latter
 */
export function askGit(
  folder: string,
  args: readonly string[],
  warn: (message: string) => void,
): Promise<string | undefined> {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: "0" };
  for (const name of ELSEWHERE) delete env[name];
  return askProgram({
    command: "git",
    args,
    cwd: folder,
    env,
    timeoutMilliseconds: 1000 * PATIENCE_SECONDS,
    onTimeout: () =>
      warn(
        `git has not answered about ${folder} within ${PATIENCE_SECONDS} seconds, and was ended: commit and changes are unknown. Does \`git status\` end there? With saveGitInfo: false nobody asks.`,
      ),
  });
}
