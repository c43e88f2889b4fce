import type { ExperimentInfo } from "../../../core/host.ts";
import { queuedSourcePlace } from "../../../core/record/artifact-place.ts";
import { Turns } from "../../../core/turns.ts";
import { copyName, type FileContentToStore, md5OfBlob } from "../database/blobs.ts";

/** How long a run waits for its copies, in milliseconds. */
const LONGEST_WAIT_MS = 10_000;
/** How many are fetched at once. */
const turns = new Turns(16);

export interface SourceCopies {
  /** as run.json lists them: the source, and where its copy is, or its address if there is no copy */
  readonly listed: [string, string][];
  readonly files: FileContentToStore[];
  /** addresses that nothing could be fetched from */
  readonly missing: string[];
}

/** Fetches what an experiment was made of; the browser has it in its cache, having run it. */
export async function copySources(info: ExperimentInfo, page: string, isQueued: boolean): Promise<SourceCopies> {
  const copies: SourceCopies = { listed: [], files: [], missing: [] };
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  const fetched = await Promise.all(
    info.sources.map(async ([source]) => {
      const address = addressOf(source, info.base_dir, page);
      return { source, address, content: await turns.take(() => contentOf(address, signal)) };
    }),
  );
  for (const { source, address, content } of fetched) {
    if (content === undefined) {
      copies.missing.push(address);
      copies.listed.push([source, address]);
      continue;
    }
    const md5 = await md5OfBlob(content);
    const path = isQueued ? queuedSourcePlace(source, isAddress) : `_sources/${copyName(source, md5)}`;
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

async function contentOf(address: string, signal: AbortSignal): Promise<Blob | undefined> {
  try {
    const response = await fetch(address, { cache: "force-cache", signal });
    return response.ok ? await response.blob() : undefined;
  } catch {
    return undefined;
  }
}
