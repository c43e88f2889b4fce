export interface SourceText {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly text: string;
}

/** Sources that are known by now, by their addresses. */
const texts: Map<string, SourceText> = new Map();
const provided: Set<string> = new Set();

export function sourceAt(address: string): SourceText | undefined {
  return texts.get(address);
}

export function keepSource(address: string, source: SourceText): void {
  texts.set(address, source);
}

/** Says what the source of evaluated text is (of an editor, say): `file` is its name in stacks, by `//# sourceURL=`. */
export function provideSource(file: string, text: string): void {
  keepSource(file, { bytes: new TextEncoder().encode(text), text });
  provided.add(file);
}

export function isProvided(file: string): boolean {
  return provided.has(file);
}
