import { firstFew } from "../../core/errors/first-few.ts";
import { SacredError } from "../../core/errors/index.ts";
import type { ExperimentInfo } from "../../core/host.ts";
import { gitAsker } from "./ask-git.ts";
import { uncommittedSources } from "./uncommitted-sources.ts";

/**
 * Refuses what couldn't be had again from a commit: repositories with changes, and sources that no commit holds as they are.
 *
 * @param warn is told where git takes too long
 * @throws {SacredError} that names them
 */
export async function assertCommitted(info: ExperimentInfo, warn: (message: string) => void): Promise<void> {
  const { repositories } = info;
  if (repositories.length === 0)
    refuse(
      "No version control detected: a clean repository can't be enforced. Put the sources under version control and commit them; " +
        "git has to be installed, to trust the folder (safe.directory), and not be turned off by saveGitInfo: false.",
    );
  const dirty = repositories.filter((repository) => repository.dirty).map(({ url }) => url);
  if (dirty.length > 0) refuse(`These repositories have uncommitted changes: ${dirty.join(", ")}. Commit them first.`);
  const uncommitted = await uncommittedSources(info, gitAsker(warn));
  if (uncommitted.length > 0)
    refuse(
      `No commit holds these sources as they are: ${firstFew(uncommitted)}. Add and commit them first (ignored files with git add --force).`,
    );
}

function refuse(message: string): never {
  throw new SacredError(message, { filterTraceback: "always" });
}
