import { Turns } from "../../core/turns.ts";
import { keepSource, sourceAt, type SourceText } from "./source-texts.ts";

/**
 * How long all that is fetched for a run may take together, in milliseconds: the run waits for it. Browsers mostly have
 * sources in their cache, having run them.
 */
export const LONGEST_WAIT_MS = 10_000;

/** More than browsers open to one server; the page's own requests must not wait behind thousands. */
const turns = new Turns(16);

/** what is being fetched now */
const fetching: Map<string, Promise<SourceText | undefined>> = new Map();

/**
 * Fetches a source, once if it can be had; undefined if it can't (offline, another origin that doesn't allow it), and if it isn't
 * what the page has loaded.
 *
 * @param signal ends the waiting; of the first one that asks, if several do at once
 */
export function fetchSource(address: string, signal: AbortSignal): Promise<SourceText | undefined> {
  const known = sourceAt(address);
  if (known !== undefined) return Promise.resolve(known);
  let source = fetching.get(address);
  if (source === undefined) {
    source = turns.take(() => fetchNow(address, signal)).finally(() => fetching.delete(address));
    fetching.set(address, source);
  }
  return source;
}

async function fetchNow(address: string, signal: AbortSignal): Promise<SourceText | undefined> {
  // A notebook's names for its cells lead nowhere.
  if (!URL.canParse(address)) return undefined;
  try {
    const response = await fetch(address, { cache: "force-cache", signal });
    // Servers of single pages answer with that page whatever is asked for.
    if (!response.ok || (isPage(response) && !/[./]html?$/.test(address))) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (hasChanged(address, bytes.length)) return undefined;
    const source = { bytes, text: new TextDecoder().decode(bytes), base: response.redirected ? response.url : address };
    keepSource(address, source);
    return source;
  } catch {
    return undefined;
  }
}

function isPage({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/html") === true;
}

/** Browsers tell of what they have loaded how long it was (0: they don't), and nothing else. */
function hasChanged(address: string, length: number): boolean {
  const loaded = performance.getEntriesByName(address, "resource").find(isScript)?.decodedBodySize ?? 0;
  return loaded !== 0 && loaded !== length;
}

/** Not what was fetched since: a server may have failed at first. */
function isScript(entry: PerformanceEntry): entry is PerformanceResourceTiming {
  return "initiatorType" in entry && entry.initiatorType !== "fetch";
}
