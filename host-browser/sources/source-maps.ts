import { decode, type SourceMapMappings } from "@jridgewell/sourcemap-codec";
import { fetchSource, LONGEST_WAIT_MS } from "./fetch-source.ts";
import { workerTexts } from "./source-texts.ts";

/** `    at name (ADDRESS:line:column)` and `    at ADDRESS:line:column` of Chromium, `name@ADDRESS:line:column` of Firefox and Safari */
const FRAME = /^(\s*at (?:async )?(?:.*? \()?|[^@]*@)([a-z-]+:\/\/.+?):(\d+):(\d+)(\)?)$/;
const ANNOTATION = /^[ \t]*(?:\/\/|\/\*)[#@][ \t]*sourceMappingURL=([^\s*]+)/gm;

interface MappedFile {
  readonly mappings: SourceMapMappings;
  /** addresses; undefined for what was made by a tool */
  readonly sources: readonly (string | undefined)[];
}

/** The parts of a source map that places are looked up by: https://tc39.es/ecma426/ */
interface SourceMapText {
  readonly mappings: string;
  readonly sources: readonly (string | null)[];
  readonly sourceRoot?: string;
}

const mappedFiles = new Map<string, Promise<MappedFile | undefined>>();

/**
 * A stack whose frames name the original places of what a bundler or compiler has made, as far as the source maps of the files
 * can be fetched. Never rejects.
 */
export async function mapStack(stack: string): Promise<string> {
  return (await Promise.all(stack.split("\n").map(mapFrame))).join("\n");
}

/** The original place, as `address:line:column`. Lines and columns count from 1. */
export async function mapPlace(file: string, line: number, column: number): Promise<string> {
  const text = workerTexts.get(file);
  const mapped = await (text === undefined ? mappedFile(file) : readMap(file, text).catch(() => undefined));
  const segment = mapped?.mappings[line - 1]?.findLast(([start]) => start < column);
  // Of one field: code that comes from no source.
  const [, source, sourceLine, sourceColumn] = segment ?? [];
  const address = source === undefined ? undefined : mapped?.sources[source];
  if (address === undefined || sourceLine === undefined || sourceColumn === undefined)
    return `${file}:${line}:${column}`;
  return `${address}:${sourceLine + 1}:${sourceColumn + 1}`;
}

async function mapFrame(frame: string): Promise<string> {
  const [, start, file, line, column, end] = FRAME.exec(frame) ?? [];
  return file === undefined ? frame : `${start}${await mapPlace(file, Number(line), Number(column))}${end}`;
}

function mappedFile(file: string): Promise<MappedFile | undefined> {
  let mapped = mappedFiles.get(file);
  // A file or a map that is missing or broken leaves its frames as they are: the failure is what has to be shown.
  if (mapped === undefined) mappedFiles.set(file, (mapped = readMap(file).catch(() => undefined)));
  return mapped;
}

async function readMap(file: string, known?: string): Promise<MappedFile | undefined> {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  const text = known ?? (await fetchSource(file, signal))?.text ?? "";
  const annotation = [...text.matchAll(ANNOTATION)].at(-1)?.[1];
  if (annotation === undefined) return undefined;
  const address = new URL(annotation, file);
  const isInline = address.protocol === "data:";
  const json = isInline ? readDataUrl(address.href) : (await fetchSource(address.href, signal))?.text;
  const { mappings, sources, sourceRoot = "" }: SourceMapText = JSON.parse(json ?? "");
  const root = sourceRoot === "" || sourceRoot.endsWith("/") ? sourceRoot : `${sourceRoot}/`;
  const base = new URL(root, isInline ? file : address);
  return {
    mappings: decode(mappings),
    sources: sources.map((source) => (source === null ? undefined : new URL(source, base).href)),
  };
}

/** By hand: fetching it needs `connect-src data:` of a page's Content-Security-Policy. */
function readDataUrl(url: string): string {
  const comma = url.indexOf(",");
  const body = decodeURIComponent(url.slice(comma + 1));
  if (!url.slice(0, comma).endsWith(";base64")) return body;
  return new TextDecoder().decode(Uint8Array.from(atob(body), (character) => character.charCodeAt(0)));
}
