import jsTokens from "js-tokens";
import { messageOf } from "../../core/errors/thrown.ts";
import { importsOf } from "../sources/static-imports.ts";
import type { ModuleSource } from "./protocol.ts";
import { syntaxError } from "./syntax-error.ts";

/** Modules that are looked at: what is wrong is mostly near the top. */
const MOST_MODULES = 100;

const UNMAPPED =
  "and import maps don't reach workers: import it by its address, let a bundler do so, or give runInWorker the text ({ source }), whose imports are looked up in the page's import map.";
const MISSING = "which isn't in the page's import map: add it there, or import it by its address.";

/**
 * Why a worker's module could not be loaded, which a browser doesn't tell: it looks at the module and what that imports.
 *
 * @returns "/dep.js:2:9: SyntaxError: Unexpected token" or the like; undefined if nothing was found
 */
export async function explainFailure(address: string, known?: ModuleSource): Promise<string | undefined> {
  const seen = new Set<string>();
  const waiting: {
    readonly address: string;
    readonly importer: string | undefined;
    readonly known?: ModuleSource | undefined;
  }[] = [{ address, importer: undefined, known }];
  for (let next = waiting.shift(); next !== undefined && seen.size < MOST_MODULES; next = waiting.shift()) {
    if (seen.has(next.address)) continue;
    seen.add(next.address);
    const fetched = next.known ?? (await fetchModule(next.address));
    const by = next.importer === undefined ? "" : ` It is imported by ${next.importer}.`;
    if ("problem" in fetched) return `${next.address} ${fetched.problem}${by}`;
    const wrong = await syntaxError(fetched.text);
    if (wrong !== undefined) return `${next.address}:${wrong.line}:${wrong.column}: ${wrong.message}${by}`;
    for (const specifier of importsOf(fetched.text, jsTokens).imports) {
      const target = next.known?.imports[specifier] ?? specifier;
      if (!/^(?:\.{0,2}\/|[a-z][a-z\d+.-]*:)/i.test(target))
        return `${next.address} imports ${JSON.stringify(specifier)}, ${next.known === undefined ? UNMAPPED : MISSING}`;
      if (URL.canParse(target, next.address))
        waiting.push({ address: new URL(target, next.address).href, importer: next.address });
    }
  }
  return undefined;
}

async function fetchModule(address: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (error) {
    return { problem: `can't be fetched: ${messageOf(error)}.` };
  }
  if (!response.ok)
    return { problem: `can't be fetched: the server answers ${response.status} ${response.statusText}.` };
  const type = response.headers.get("content-type") ?? "";
  if (!/javascript|ecmascript|json|wasm/i.test(type) && !/^(?:blob|data):/.test(address))
    return { problem: `isn't served as JavaScript, but as ${type === "" ? "nothing" : type}.` };
  return { text: await response.text() };
}
