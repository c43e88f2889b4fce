import type { Tokenize } from "../../captured/parameters.ts";
import { joinPath } from "../join-path.ts";
import { scanSource, type ScannedSource, type SourceToken } from "./source-tokens.ts";

/**
 * The descriptions of the entries of a scope, read from the source text around the call that defines it: a comment at the
 * end of an entry's line, else the one right above (blank lines between don't matter). The first described entry of a name
 * wins. Whatever can't be understood has no descriptions.
 *
 * @param line where the call stands, counted from 1
 * @param column where the name of its method stands, or what comes after it
 * @param isStatements entries are assigned (`c.name = …`) instead of written as properties
 */
export function readDescriptions(
  tokenize: Tokenize,
  text: string,
  line: number,
  isStatements: boolean,
  isIgnored: (comment: string) => boolean,
  column: number = Infinity,
): Map<string, string> {
  const source = scanned(text, tokenize);
  const docs = new Map<string, string>();
  const [call, limit] = callAt(source.tokens, line, column);
  const entries = isStatements ? assignedEntries(call, limit) : literalEntries(call, limit);
  let occupied = 0;
  for (const entry of entries) {
    const isFirst = occupied !== entry.first.line;
    // What stands above a call on one line is about all of it.
    const comment = commentOf(source, entry, isFirst, isFirst && entry.first.line !== line, isIgnored);
    if (comment !== undefined && comment !== "" && !docs.has(entry.path)) docs.set(entry.path, comment);
    occupied = entry.line;
  }
  return docs;
}

let latest: { readonly text: string; readonly source: ScannedSource } | undefined;

/** The scopes of an experiment mostly stand in one file, which is scanned once. */
function scanned(text: string, tokenize: Tokenize): ScannedSource {
  if (latest?.text !== text) latest = { text, source: scanSource(text, tokenize) };
  return latest.source;
}

/**
 * Where a comment may stand: on a line, between two places; not behind this token (inside of an entry, comments behind a comma are about
 * its parts).
 */
type Zone = readonly [line: number, from: number, to: number, notBehind?: string];

interface Entry {
  readonly path: string;
  readonly first: SourceToken;
  /** the last line of what comes before the next entry */
  readonly line: number;
  readonly zones: readonly Zone[];
  /** comments stand before the entries of its line */
  readonly isLed?: boolean;
}

/** The methods that take scopes whose comments are read. */
const METHODS: ReadonlySet<string> = new Set(["config", "scope"]);

/** The tokens between the parentheses of the scope's call, and the place up to which comments may be about the last entry. */
function callAt(tokens: readonly SourceToken[], line: number, column: number): [SourceToken[], number] {
  const isCall = (token: SourceToken, index: number): boolean =>
    token.line === line && METHODS.has(token.value) && tokens[index + 1]?.value === "(";
  const near = tokens.findLastIndex((token, index) => token.column <= column && isCall(token, index));
  const start = near < 0 ? tokens.findIndex(isCall) : near;
  if (start < 0) return [[], 0];
  const end = closing(tokens, start + 1);
  const next = tokens.slice(end).find(({ value }) => !/^[)\]};,]$/.test(value));
  return [tokens.slice(start + 2, end), next?.at ?? Infinity];
}

const OPENING: ReadonlySet<string> = new Set("([{");
const CLOSING: ReadonlySet<string> = new Set(")]}");

/** The index of the bracket that closes the one at `open`. */
function closing(tokens: readonly SourceToken[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const value = tokens[index]?.value ?? "";
    if (OPENING.has(value)) depth++;
    if (CLOSING.has(value) && --depth === 0) return index;
  }
  return tokens.length;
}

/** Properties of the object literal that a call is given, or those that the function which it is given returns. */
function literalEntries(call: readonly SourceToken[], limit: number): Entry[] {
  if (call[0]?.value === "{") return propertiesOf(call, 0, "", limit);
  const body = bodyOf(call);
  if (body < 0) return [];
  const literals = call[body]?.value === "{" ? returnedLiterals(call, body) : [body];
  return literals.flatMap((open) => {
    const inner = call[open]?.value === "(" ? open + 1 : open;
    return call[inner]?.value === "{" ? propertiesOf(call, inner, "", limit) : [];
  });
}

/** The index at which the body of the function begins that a call is given: behind its arrow, or its parameters. */
function bodyOf(call: readonly SourceToken[]): number {
  for (let index = 0; index < call.length; index++) {
    const value = call[index]?.value ?? "";
    if (value === "=>") return index + 1;
    if (!OPENING.has(value)) continue;
    index = closing(call, index);
    if (call[index + 1]?.value === "{") return index + 1;
  }
  return -1;
}

/** What the function itself returns, not one inside of it. */
function returnedLiterals(call: readonly SourceToken[], body: number): number[] {
  const found: number[] = [];
  for (let index = body + 1; index < call.length; index++) {
    const value = call[index]?.value ?? "";
    if (value === "return") found.push(index + 1);
    if (OPENING.has(value) && !(value === "{" && isBranch(call, index))) index = closing(call, index);
  }
  return found;
}

function propertiesOf(call: readonly SourceToken[], open: number, prefix: string, limit: number): Entry[] {
  const end = closing(call, open);
  const isLed = call[open + 1]?.line === call[open]?.line && call[open + 1]?.comment !== undefined;
  const entries: Entry[] = [];
  let index = open + 1;
  while (index < end) {
    const start = index;
    const isGetter = call[index]?.value === "get" && call[index + 1]?.isName === true;
    const name = call[index + (isGetter ? 1 : 0)];
    const inner = index + 2;
    index = endOfProperty(call, start, end);
    const first = call[start];
    const to = index + 1 < end ? (call[index + 1]?.at ?? limit) : limit;
    if (name?.isName === true && first !== undefined) {
      const path = joinPath(prefix, name.value.replaceAll(/^["']|["']$/g, ""));
      const brace = call[inner];
      if (call[inner - 1]?.value === ":" && brace?.value === "{") {
        const last = call[closing(call, inner)] ?? brace;
        // What is said about a dictionary stands behind one of its brackets.
        const zones = [
          [brace.line, brace.at, call[inner + 1]?.line === brace.line ? 0 : last.at],
          [last.line, last.at, to],
        ] as const;
        entries.push({ path, first, line: brace.line, zones, isLed }, ...propertiesOf(call, inner, path, last.at));
      } else entries.push(entryOf(path, first, call[index - 1] ?? first, to, isLed));
    }
    index++;
  }
  return entries;
}

function entryOf(path: string, first: SourceToken, last: SourceToken, to: number, isLed: boolean = false): Entry {
  const line = last.lastLine;
  const zones: Zone[] = [[line, last.at, to]];
  if (first.line !== line) zones.unshift([first.line, first.at, to, ","]);
  return { path, first, line, zones, isLed };
}

/** The index of the comma behind a property, or of the end. */
function endOfProperty(call: readonly SourceToken[], start: number, end: number): number {
  let index = start;
  while (index < end && !(call[index]?.value === "," && isProperty(call, index + 1))) {
    index = OPENING.has(call[index]?.value ?? "") ? closing(call, index) + 1 : index + 1;
  }
  return Math.min(index, end);
}

/** Does a property begin here, or is this a comma of `Map<string, number>`? */
function isProperty(call: readonly SourceToken[], index: number): boolean {
  const [token, next] = call.slice(index, index + 2);
  if (token?.isName !== true) return /^(?:\.\.\.|[[}])$/.test(token?.value ?? "");
  return next?.isName === true || /^[:,}(]$/.test(next?.value ?? "");
}

/** Assignments `draft.name = …` at the top level of the function's body, or directly inside an if or else there. */
function assignedEntries(call: readonly SourceToken[], limit: number): Entry[] {
  const parameters = call[1]?.value === "=>" ? -1 : call.findIndex(({ value }) => value === "(");
  const draft = call[parameters + 1];
  const open = bodyOf(call);
  if (draft === undefined || call[open]?.value !== "{") return [];
  const found: [path: string, first: SourceToken, last: SourceToken][] = [];
  /** for each block around: may it hold entries? */
  const blocks: boolean[] = [true];
  const end = closing(call, open);
  for (let index = open + 1; index < end; index++) {
    const token = call[index];
    const value = token?.value ?? "";
    if (value === "{") blocks.push(blocks.length === 1 && isBranch(call, index));
    else if (value === "}") blocks.pop();
    const [dot, name, equals] = call.slice(index + 1, index + 4);
    const isAssignment = value === draft.value && dot?.value === "." && name !== undefined && equals?.value === "=";
    if (isAssignment && token !== undefined && blocks.every(Boolean))
      found.push([name.value, token, call[endOfStatement(call, index + 4, end)] ?? token]);
  }
  return found.map(([path, first, last], index) => entryOf(path, first, last, found[index + 1]?.[1].at ?? limit));
}

/** Does the block that begins at `open` belong to an if or else? */
function isBranch(call: readonly SourceToken[], open: number): boolean {
  if (call[open - 1]?.value === "else") return true;
  if (call[open - 1]?.value !== ")") return false;
  let depth = 0;
  for (let index = open - 1; index > 0; index--) {
    if (call[index]?.value === ")") depth++;
    if (call[index]?.value === "(" && --depth === 0) return call[index - 1]?.value === "if";
  }
  return false;
}

/** The index of the last token of the statement that goes on at `start`: before a semicolon, or where its line ends. */
function endOfStatement(call: readonly SourceToken[], start: number, end: number): number {
  const line = call[start - 1]?.line;
  let index = start;
  while (index < end && !/^[;}]$/.test(call[index]?.value ?? "") && call[index]?.line === line) {
    index = OPENING.has(call[index]?.value ?? "") ? closing(call, index) + 1 : index + 1;
  }
  return Math.min(index, end) - 1;
}

/** The comment behind the entry, else the one before it. Only the first entry of a line has what stands above that. */
function commentOf(
  source: ScannedSource,
  { first, zones, isLed }: Entry,
  isFirst: boolean,
  hasAbove: boolean,
  isIgnored: (comment: string) => boolean,
): string | undefined {
  const beside = ([line, from, to, notBehind]: Zone): string | undefined =>
    source.comments
      .get(line)
      ?.findLast(
        ({ text, at, alone, behind }) => !alone && at > from && at < to && behind !== notBehind && !isIgnored(text),
      )?.text;
  const before = first.comment?.lastLine === first.line ? first.comment.text : undefined;
  if (isLed === true && before !== undefined) return before;
  const behind = zones.map(beside).find((text) => text !== undefined);
  return (
    behind ?? (isFirst ? before : undefined) ?? (hasAbove ? commentAbove(source, first.line, isIgnored) : undefined)
  );
}

function commentAbove(
  { alone, blank }: ScannedSource,
  first: number,
  isIgnored: (comment: string) => boolean,
): string | undefined {
  for (let line = first - 1; line > 0; line--) {
    const comment = alone.get(line);
    if (comment !== undefined) {
      const text = comment.text.replace(/^[#/\s]+|[#/\s]+$/g, "");
      if (!isIgnored(text)) return text;
    } else if (!blank.has(line)) return undefined;
  }
  return undefined;
}
