export interface SourceText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string;
  /** what its relative imports are relative to: a server may have sent on to another address */
  readonly base: string;
}

/** Sources that are known by now, by their addresses. */
const texts: Map<string, SourceText> = new Map();
const provided: Set<string> = new Set();

/** What a page has given to workers as text, by the names in their stacks: the page's own modules may be called the same. */
export const workerTexts: Map<string, string> = new Map();

export function sourceAt(address: string): SourceText | undefined {
  return texts.get(address);
}

export function keepSource(address: string, source: SourceText): void {
  texts.set(address, source);
}

/** Says what the source of evaluated text is (of an editor, say): `file` is its name in stacks, by `//# sourceURL=`. */
export function provideSource(file: string, text: string): void {
  keepSource(file, { bytes: new TextEncoder().encode(text), text, base: file });
  provided.add(file);
}

export function isProvided(file: string): boolean {
  return provided.has(file);
}
