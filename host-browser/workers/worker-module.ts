import jsTokens from "js-tokens";
import { describeValue } from "../../core/errors/describe-value.ts";
import { UnsupportedError, UsageError } from "../../core/errors/index.ts";
import { resolveSpecifier } from "../sources/import-map.ts";
import { workerTexts } from "../sources/source-texts.ts";
import { withSpecifiers } from "../sources/static-imports.ts";
import { ownAddress } from "./own-address.ts";
import { EVALUATION, type ModuleSource } from "./protocol.ts";

/**
 * Where the experiment is: a function that starts a worker with its module (which bundlers understand), the module's address, or
 * its text. Bare imports of a text are looked up in the page's import map.
 */
export type WorkerModule =
  | (() => Worker)
  | { readonly url: string | URL }
  | { readonly source: string; readonly filename?: string };

export interface ModuleWorker {
  readonly worker: Worker;
  /** of its module; undefined where that can't be told */
  readonly address: string | undefined;
  /** the module's text, if that is known */
  readonly source: ModuleSource | undefined;
}

/** @throws {UsageError} if it is none; {UnsupportedError} if the page may not start such a worker */
export function startModuleWorker(module: WorkerModule): ModuleWorker {
  if (typeof module === "function") return fromFunction(module);
  if (typeof module === "object" && module !== null) {
    if ("url" in module) return fromAddress(new URL(module.url, document.baseURI));
    if ("source" in module) return fromText(module.source, module.filename ?? "experiment.js");
  }
  throw new UsageError(
    `runInWorker takes a function that starts a worker, { url } or { source }, but was given ${describeValue(module)}.`,
  );
}

function fromFunction(start: () => Worker): ModuleWorker {
  // A worker doesn't tell its address, by which it can be found out what is wrong with a module that can't be loaded.
  let address: string | undefined;
  const Original = globalThis.Worker;
  const construct = (target: typeof Worker, args: ConstructorParameters<typeof Worker>): Worker => {
    address ??= new URL(args[0], document.baseURI).href;
    return new target(...args);
  };
  globalThis.Worker = new Proxy(Original, { construct });
  let worker: unknown;
  try {
    worker = start();
  } finally {
    globalThis.Worker = Original;
  }
  if (!(worker instanceof Original))
    throw new UsageError(
      `The function given to runInWorker has to return a worker, but returned ${describeValue(worker)}. Like this: () => new Worker(new URL("./experiment.js", import.meta.url), { type: "module" })`,
    );
  return { worker, address, source: undefined };
}

function fromAddress(url: URL): ModuleWorker {
  const { href } = url;
  // Workers have to be of the page's own origin; what they import needs not.
  const worker =
    url.origin === globalThis.origin
      ? new Worker(href, { type: "module" })
      : importingWorker(href, `The worker of another origin's module (${href})`);
  return { worker, address: href, source: undefined };
}

function fromText(text: string, filename: string): ModuleWorker {
  const file = new URL(filename, document.baseURI).href;
  // Neither relative addresses nor import maps mean anything in there.
  workerTexts.set(file, text);
  const imports: Record<string, string> = {};
  const resolved = withSpecifiers(text, jsTokens, (specifier) => {
    const address = resolveSpecifier(specifier, file) ?? ownAddress(specifier);
    if (address !== undefined) imports[specifier] = address;
    return address;
  });
  const module = `${resolved}\n//# sourceURL=${file}`;
  const what = "A worker from source text";
  const worker = isOpaque() ? importingWorker(blobAddress(module), what) : blobWorker(module, what, "module");
  return { worker, address: undefined, source: { file, text, imports } };
}

/** A frame of opaque origin (`sandbox="allow-scripts"`): it may start no module as a worker, but a script that imports one. */
function isOpaque(): boolean {
  return globalThis.origin === "null";
}

function importingWorker(href: string, what: string): Worker {
  const address = JSON.stringify(href);
  if (!isOpaque()) return blobWorker(`import ${address};`, what, "module");
  // Not at once: if the package is there by then, it tells the page itself what was thrown.
  const failed = "(error) => setTimeout(() => { throw error; }, 1000)";
  return blobWorker(`(self.${EVALUATION} = import(${address})).catch(${failed});`, what, "classic");
}

/** As long as a worker may take until it has fetched its own text. */
const REVOKE_MILLISECONDS = 60_000;

function blobAddress(text: string): string {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLISECONDS);
  return url;
}

function blobWorker(text: string, what: string, type: WorkerType): Worker {
  try {
    return new Worker(blobAddress(text), { type });
  } catch (error) {
    throw new UnsupportedError(blobRefused(what), { cause: error });
  }
}

export function blobRefused(what: string): string {
  return `${what} is not allowed by the page's Content-Security-Policy: add blob: to its worker-src, or give the experiment as a module of the page's own: { url } or a function.`;
}

export function addressRefused(address: string): string {
  return `The worker (${address}) is not allowed by the page's Content-Security-Policy: add 'self' to its worker-src.`;
}
