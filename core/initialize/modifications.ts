import { joinPaths } from "../config/paths.ts";
import { describeComments } from "../config/describe-comments.ts";
import type { HostSources } from "../host.ts";
import type { ConfigSettings } from "../settings.ts";
import { type ChangeMarks, updateAdd } from "../wasm/summary.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";

/** What a run's configuration has that the defaults don't, and what its entries mean. */
export interface ConfigModifications extends ChangeMarks {
  /** descriptions of entries by dotted path; source files are read when this is first asked for */
  readonly docs: ReadonlyMap<string, string>;
}

export function collectModifications(
  scaffolding: Scaffolding,
  sources: HostSources,
  settings: ConfigSettings,
): ConfigModifications {
  const marks: ChangeMarks = { added: new Set(), modified: new Set(), typechanged: new Map() };
  for (const scaffold of scaffolding.values()) updateAdd(marks, scaffold.marks, scaffold.path);
  let docs: ReadonlyMap<string, string> | undefined;
  return {
    ...marks,
    get docs() {
      docs ??= collectDocs(scaffolding, sources, settings);
      return docs;
    },
  };
}

const SEED_DOC = "the random seed for this experiment";

function collectDocs(scaffolding: Scaffolding, sources: HostSources, settings: ConfigSettings): Map<string, string> {
  const docs = new Map<string, string>();
  for (const scaffold of scaffolding.values()) {
    for (const [name, text] of docsOf(scaffold, sources, settings)) {
      if (scaffold.path === "" || name !== "seed") docs.set(joinPaths(scaffold.path, name), text);
    }
  }
  return docs;
}

/** The first description of an entry wins, within a scope and from scope to scope. */
function docsOf(scaffold: Scaffold, sources: HostSources, settings: ConfigSettings): Map<string, string> {
  const docs = new Map<string, string>();
  scaffold.definition.configurations.forEach((source, index) => {
    // Plain dictionaries know of no comments, nor of the seed.
    const explicit = scaffold.summaries[index]?.docs ?? new Map<string, string>();
    const comments =
      source.kind === "dictionary" ? [] : [["seed", SEED_DOC] as const, ...describeComments(source, sources, settings)];
    for (const [name, text] of [...explicit, ...comments]) if (!docs.has(name)) docs.set(name, text);
  });
  return docs;
}
