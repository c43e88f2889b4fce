import type { Tokenize } from "../../core/captured/parameters.ts";
import { resolveSpecifier } from "./import-map.ts";
import { fetchSource } from "./fetch-source.ts";
import { packageAt, packageName, UNKNOWN_VERSION } from "./package-address.ts";
import type { SourceText } from "./source-texts.ts";
import { importsOf } from "./static-imports.ts";

/** Who has more works on a web site rather than on an experiment; a run waits until all are there. */
export const MOST_MODULES = 2000;
/** Vite's own client, which it puts into modules while a page is developed. */
const VITES_OWN = /\/@(?:vite|id|react-refresh)(?:\/|$)|\/vite\/dist\/client\//;

/** What the modules of an experiment import, and what those import. Packages' files aren't fetched. */
export class ModuleGraph {
  /** by address */
  readonly sources: Map<string, SourceText> = new Map();
  /** as "name==version" */
  readonly packages: Set<string> = new Set();
  /** addresses that nothing could be fetched from */
  readonly missing: string[] = [];
  /** Were there more modules than are followed? */
  isCutShort: boolean = false;
  readonly #tokenize: Tokenize;
  readonly #isFollowing: boolean;
  readonly #signal: AbortSignal;
  readonly #visited: Set<string> = new Set();

  /**
   * @param isFollowing otherwise just what is named is fetched
   * @param signal ends the waiting for what has not come yet
   */
  constructor(tokenize: Tokenize, isFollowing: boolean, signal: AbortSignal) {
    this.#tokenize = tokenize;
    this.#isFollowing = isFollowing;
    this.#signal = signal;
  }

  async follow(addresses: readonly string[]): Promise<void> {
    await Promise.all(addresses.map((address) => this.#visit(address)));
  }

  async #visit(address: string): Promise<void> {
    if (this.#visited.has(address)) return;
    if (this.#visited.size >= MOST_MODULES) {
      this.isCutShort = true;
      return;
    }
    this.#visited.add(address);
    const source = await fetchSource(address, this.#signal);
    if (source === undefined) {
      this.missing.push(address);
      return;
    }
    this.sources.set(address, source);
    if (!this.#isFollowing) return;
    const { imports, dynamicImports } = importsOf(source.text, this.#tokenize);
    const loaded = dynamicImports.filter((specifier) => isLoaded(resolveSpecifier(specifier, source.base)));
    await Promise.all([...imports, ...loaded].map((specifier) => this.#enter(specifier, source.base)));
  }

  async #enter(specifier: string, importer: string): Promise<void> {
    const address = resolveSpecifier(specifier, importer);
    if (address !== undefined && VITES_OWN.test(new URL(address).pathname)) return;
    const text = address === undefined ? undefined : await packageAt(address, this.#signal);
    if (text !== undefined) this.packages.add(text);
    else if (isBare(specifier)) this.packages.add(`${packageName(specifier)}==${UNKNOWN_VERSION}`);
    else if (address !== undefined) await this.#visit(address);
  }
}

/** A package's name, and no address. What begins with a sign is a short form of the page's own. */
function isBare(specifier: string): boolean {
  return /^(?:@[\w-]|\w)/.test(specifier) && !URL.canParse(specifier);
}

/** Has the page loaded what is only imported when the program gets there? */
function isLoaded(address: string | undefined): boolean {
  return address !== undefined && performance.getEntriesByName(address, "resource").length > 0;
}
