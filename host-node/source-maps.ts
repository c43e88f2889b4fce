import { readFileSync } from "node:fs";
import type { SourceMap, SourceMapPayload } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** `    at name (PLACE:line:column)` or `    at PLACE:line:column`, PLACE being a path or the URL of a file. */
const FRAME = /^(\s*at (?:async )?(?:.*? \()?)((?:file:\/\/|\/|[A-Za-z]:[\\/]|\\\\).+?):(\d+):(\d+)(\)?)$/;
const ANNOTATION = /^[ \t]*(?:\/\/|\/\*)[#@][ \t]*sourceMappingURL=([^\s*]+)[ \t]*(?:\*\/)?[ \t]*$/gm;

interface MappedFile {
  readonly map: SourceMap;
  /** what the map's relative sources are relative to */
  readonly base: URL;
}

const mappedFiles = new Map<string, MappedFile | undefined>();

/**
 * A stack whose frames name the original places of what was compiled or bundled with a source map, inline or in a file.
 * Where Node maps by itself (--enable-source-maps, tsx) there is nothing left to do.
 */
export function mapStack(stack: string): string {
  return process.sourceMapsEnabled ? stack : stack.split("\n").map(mapFrame).join("\n");
}

/** Is `source` among what was compiled or bundled into `file`, by its source map? */
export function isMadeFrom(file: string, source: string): boolean {
  const mapped = mappedFile(file);
  const { href } = pathToFileURL(source);
  return mapped?.map.payload.sources.some((name) => new URL(name, mapped.base).href === href) === true;
}

function mapFrame(frame: string): string {
  const [, start, place, line, column, end] = FRAME.exec(frame) ?? [];
  if (place === undefined) return frame;
  const origin = attempt(() => originOf(place, Number(line) - 1, Number(column) - 1));
  return origin === undefined ? frame : `${start}${origin}${end}`;
}

/** `file:line:column` of the source; the numbers given count from 0, those returned from 1. */
function originOf(place: string, line: number, column: number): string | undefined {
  const mapped = mappedFile(place);
  if (mapped === undefined) return undefined;
  const entry = mapped.map.findEntry(line, column);
  // The nearest entry before a place without one may stand in another line, about something else.
  if (!("originalSource" in entry) || entry.generatedLine !== line) return undefined;
  if (typeof entry.originalSource !== "string" || !Number.isInteger(entry.originalLine)) return undefined;
  const source = new URL(entry.originalSource, mapped.base);
  const name = source.protocol === "file:" ? fileURLToPath(source) : source.href;
  return `${name}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function mappedFile(place: string): MappedFile | undefined {
  if (mappedFiles.has(place)) return mappedFiles.get(place);
  const mapped = attempt(() => readMap(place.startsWith("file:") ? new URL(place) : pathToFileURL(place)));
  mappedFiles.set(place, mapped);
  return mapped;
}

/** A file or a map that is missing or broken leaves its frames as they are: the failure is what has to be shown. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function readMap(file: URL): MappedFile | undefined {
  const text = readFileSync(new URL(file.pathname, file), "utf8");
  const address = [...text.matchAll(ANNOTATION)].at(-1)?.[1];
  if (address === undefined) return undefined;
  const mapUrl = new URL(address, file);
  const base = mapUrl.protocol === "data:" ? file : mapUrl;
  const json = mapUrl.protocol === "data:" ? readDataUrl(mapUrl.href) : readFileSync(mapUrl, "utf8");
  const payload: SourceMapPayload & { sourceRoot?: string } = JSON.parse(json);
  const { SourceMap } = process.getBuiltinModule("node:module");
  // Node's class leaves the root of the sources to its callers.
  const root = payload.sourceRoot ?? "";
  return { map: new SourceMap(payload), base: new URL(root === "" || root.endsWith("/") ? root : `${root}/`, base) };
}

function readDataUrl(url: string): string {
  const comma = url.indexOf(",");
  const body = decodeURIComponent(url.slice(comma + 1));
  return url.slice(0, comma).endsWith(";base64") ? Buffer.from(body, "base64").toString("utf8") : body;
}
