interface ImportMap {
  readonly imports?: Readonly<Record<string, string>>;
}

/** what import maps say to a text that a page has given to this worker, where no import map is seen */
const given: Map<string, string> = new Map();

export function noteImports(imports: Readonly<Record<string, string>>): void {
  for (const [specifier, address] of Object.entries(imports)) given.set(specifier, address);
}

/** Where a specifier in the module at `importer` leads, by the import maps of the page; undefined where nothing says so. */
export function resolveSpecifier(specifier: string, importer: string): string | undefined {
  if (/^\.{0,2}\//.test(specifier))
    return URL.canParse(specifier, importer) ? new URL(specifier, importer).href : undefined;
  if (URL.canParse(specifier)) return new URL(specifier).href;
  return mapped(specifier);
}

/** Scopes of import maps, which say the same for a part of the page's modules, aren't looked at. */
function mapped(specifier: string): string | undefined {
  if (typeof document === "undefined") return given.get(specifier);
  for (const script of document.querySelectorAll('script[type="importmap"]')) {
    const imports = importsIn(script.textContent ?? "");
    const key = Object.keys(imports)
      .filter((name) => name === specifier || (name.endsWith("/") && specifier.startsWith(name)))
      .toSorted((a, b) => b.length - a.length)[0];
    if (key === undefined) continue;
    const target = `${imports[key]}${specifier.slice(key.length)}`;
    if (URL.canParse(target, document.baseURI)) return new URL(target, document.baseURI).href;
  }
  return undefined;
}

function importsIn(text: string): Readonly<Record<string, string>> {
  try {
    const { imports = {} }: ImportMap = JSON.parse(text);
    return imports;
  } catch {
    return {};
  }
}
