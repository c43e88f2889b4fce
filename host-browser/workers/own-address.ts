const own: Map<string, string> = new Map();

/** Says by which address a file of the package that stands alone can be imported. */
export function noteOwnAddress(specifier: string, address: string): void {
  own.set(specifier, address);
}

export function ownAddress(specifier: string): string | undefined {
  return own.get(specifier);
}
