import type { StartedEvent } from "../../../core/run/observer.ts";
import { queuedSourcePlace } from "../../../core/record/artifact-place.ts";
import { copyName, type FileContentToStore } from "../database/blobs.ts";

export interface SourceCopies {
  /** as run.json lists them: the source, and where its copy is, or its address if there is no copy */
  readonly listed: [string, string][];
  readonly files: FileContentToStore[];
  /** addresses of those that came without content */
  readonly missing: string[];
}

/**
 * What an experiment was made of, as its realm has run it. Nothing is fetched: what a server has there by now may be something else.
 */
export function copySources(
  { exInfo, sourceContents }: Pick<StartedEvent, "exInfo" | "sourceContents">,
  page: string,
  isQueued: boolean,
): SourceCopies {
  const copies: SourceCopies = { listed: [], files: [], missing: [] };
  for (const [at, [source, md5]] of exInfo.sources.entries()) {
    const bytes = sourceContents?.[at];
    if (bytes === undefined) {
      const address = addressOf(source, exInfo.base_dir, page);
      copies.missing.push(address);
      copies.listed.push([source, address]);
      continue;
    }
    const path = isQueued ? queuedSourcePlace(source, isAddress) : `_sources/${copyName(source, md5)}`;
    const content = new Blob([new Uint8Array(bytes)]);
    copies.files.push({ kind: isQueued ? "folder" : "source", name: source, path, md5, content });
    copies.listed.push([source, path]);
  }
  return copies;
}

function isAddress(source: string): boolean {
  return source.startsWith("/") || /^[a-z][a-z\d+.-]*:/i.test(source);
}

function addressOf(source: string, base: string, page: string): string {
  const bases = base === "" ? [page] : [base.endsWith("/") ? base : `${base}/`, page];
  for (const start of bases) if (URL.canParse(source, start)) return new URL(source, start).href;
  return source;
}
