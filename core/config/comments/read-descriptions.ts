import type { Tokenize } from "../../captured/parameters.ts";
import { scanSource, type ScannedSource, type SourceToken } from "./source-tokens.ts";

/**
 * The descriptions of the entries of a scope, read from the source text around the call that defines it: a comment at the
 * end of an entry's line, else the one right above (blank lines between don't matter). The first described entry of a name
 * wins. Whatever can't be understood has no descriptions.
 *
 * @param line where the call stands, counted from 1
 * @param isStatements entries are assigned (`c.name = …`) instead of written as properties
 */
export function readDescriptions(
  tokenize: Tokenize,
  text: string,
  line: number,
  isStatements: boolean,
  isIgnored: (comment: string) => boolean,
): Map<string, string> {
  const source = scanned(text, tokenize);
  const docs = new Map<string, string>();
  const call = callAt(source.tokens, line);
  const entries = isStatements ? assignedEntries(call) : literalEntries(call);
  entries.forEach((entry, index) => {
    if (docs.has(entry.path)) return;
    const comment = commentOf(source, entry, entries[index - 1], entries[index + 1], isIgnored);
    if (comment !== undefined && comment !== "") docs.set(entry.path, comment);
  });
  return docs;
}

let latest: { readonly text: string; readonly source: ScannedSource } | undefined;

/** The scopes of an experiment mostly stand in one file, which is scanned once. */
function scanned(text: string, tokenize: Tokenize): ScannedSource {
  if (latest?.text !== text) latest = { text, source: scanSource(text, tokenize) };
  return latest.source;
}

interface Entry {
  readonly path: string;
  readonly first: SourceToken;
  readonly last: SourceToken;
}

/** The methods that take scopes. */
const METHODS: ReadonlySet<string> = new Set(["config", "scope", "namedConfig", "namedScope", "addConfig"]);

/** The tokens between the parentheses of the scope's call: the method's name stands on the line of the call site. */
function callAt(tokens: readonly SourceToken[], line: number): readonly SourceToken[] {
  const start = tokens.findIndex(
    (token, index) => token.line === line && METHODS.has(token.value) && tokens[index + 1]?.value === "(",
  );
  if (start < 0) return [];
  return tokens.slice(start + 2, closing(tokens, start + 1));
}

const OPENING: ReadonlySet<string> = new Set(["(", "[", "{", "${"]);
const CLOSING: ReadonlySet<string> = new Set([")", "]", "}"]);

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

/** Properties of the object literal that a call is given, or that the function which it is given returns. */
function literalEntries(call: readonly SourceToken[]): Entry[] {
  if (call[0]?.value === "{") return propertiesOf(call, 0, "");
  const body = bodyOf(call);
  if (body < 0) return [];
  if (call[body]?.value === "(" && call[body + 1]?.value === "{") return propertiesOf(call, body + 1, "");
  const open = call[body]?.value === "{" ? returnedLiteral(call, body) : -1;
  return open < 0 ? [] : propertiesOf(call, open, "");
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

function returnedLiteral(call: readonly SourceToken[], body: number): number {
  const keyword = call.findIndex(({ value }, index) => index > body && value === "return");
  if (keyword < 0) return -1;
  return call.findIndex(({ value }, index) => index > keyword && value === "{");
}

function propertiesOf(call: readonly SourceToken[], open: number, prefix: string): Entry[] {
  const end = closing(call, open);
  const entries: Entry[] = [];
  let index = open + 1;
  while (index < end) {
    const start = index;
    const isGetter = call[index]?.value === "get" && call[index + 1]?.isName === true;
    const name = call[index + (isGetter ? 1 : 0)];
    const after = index + (isGetter ? 2 : 1);
    index = endOfProperty(call, start, end);
    const first = call[start];
    const last = call[Math.min(index, end) - 1];
    if (name?.isName === true && first !== undefined && last !== undefined) {
      const path = prefix === "" ? plainName(name.value) : `${prefix}.${plainName(name.value)}`;
      const isNested = call[after]?.value === ":" && call[after + 1]?.value === "{";
      // What is said about a dictionary stands behind its opening bracket.
      entries.push({ path, first, last: isNested ? (call[after + 1] ?? first) : last });
      if (isNested) entries.push(...propertiesOf(call, after + 1, path));
    }
    index++;
  }
  return entries;
}

/** The index of the comma behind a property, or of the end. */
function endOfProperty(call: readonly SourceToken[], start: number, end: number): number {
  let index = start;
  while (index < end && call[index]?.value !== ",") {
    index = OPENING.has(call[index]?.value ?? "") ? closing(call, index) + 1 : index + 1;
  }
  return index;
}

function plainName(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1) : token;
}

/** Assignments `draft.name = …` at the top level of the function's body, or directly inside an if or else there. */
function assignedEntries(call: readonly SourceToken[]): Entry[] {
  const draft = call.find(({ isName, value }) => isName && value !== "function");
  const open = bodyOf(call);
  if (draft === undefined || call[open]?.value !== "{") return [];
  const entries: Entry[] = [];
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
      entries.push({ path: name.value, first: token, last: call[endOfStatement(call, index + 4, end)] ?? token });
  }
  return entries;
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
  while (index < end && call[index]?.value !== ";" && call[index]?.line === line) {
    index = OPENING.has(call[index]?.value ?? "") ? closing(call, index) + 1 : index + 1;
  }
  return Math.min(index, end) - 1;
}

/**
 * The comment at the end of the entry's line, else the one above it. Where entries share a line, each has what stands between
 * it and the next, and only the first one what stands above.
 */
function commentOf(
  source: ScannedSource,
  { first, last }: Entry,
  previous: Entry | undefined,
  next: Entry | undefined,
  isIgnored: (comment: string) => boolean,
): string | undefined {
  const end = next?.first.at ?? Infinity;
  const beside = (line: number, start: number): string | undefined =>
    source.comments.get(line)?.findLast(({ text, at, alone }) => !alone && at > start && at < end && !isIgnored(text))
      ?.text;
  const isShared = previous !== undefined && previous.last.line === first.line;
  return (
    (first.line === last.line ? undefined : beside(first.line, first.at)) ??
    beside(last.line, last.at) ??
    (isShared ? undefined : commentAbove(source, first.line, isIgnored))
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
