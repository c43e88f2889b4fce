/** How long a server may take for a source; the browser mostly has it in its cache, having run it. */
const LONGEST_FETCH_MS = 10_000;

export interface SourceText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

const fetches: Map<string, Promise<SourceText | undefined>> = new Map();
const texts: Map<string, SourceText> = new Map();
const provided: Set<string> = new Set();

/** Fetches a source, once; undefined if it can't be had (offline, another origin that doesn't allow it). */
export function fetchSource(address: string): Promise<SourceText | undefined> {
  let fetching = fetches.get(address);
  if (fetching === undefined) fetches.set(address, (fetching = fetchNow(address)));
  return fetching;
}

/** What has been fetched already. */
export function fetchedText(address: string): string | undefined {
  return texts.get(address)?.text;
}

/** Says what the source of evaluated text is (of an editor, say): `file` is its name in stacks, by `//# sourceURL=`. */
export function provideSource(file: string, text: string): void {
  const source = { bytes: new TextEncoder().encode(text), text };
  texts.set(file, source);
  fetches.set(file, Promise.resolve(source));
  provided.add(file);
}

export function isProvided(file: string): boolean {
  return provided.has(file);
}

async function fetchNow(address: string): Promise<SourceText | undefined> {
  // A notebook's names for its cells lead nowhere.
  if (!URL.canParse(address)) return undefined;
  try {
    const response = await fetch(address, { cache: "force-cache", signal: AbortSignal.timeout(LONGEST_FETCH_MS) });
    if (!response.ok) return undefined;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const source = { bytes, text: new TextDecoder().decode(bytes) };
    texts.set(address, source);
    return source;
  } catch {
    return undefined;
  }
}
