import type { Tokenize } from "../../captured/parameters.ts";

/** A token that means something, and the line that it begins on. */
export interface SourceToken {
  readonly value: string;
  readonly line: number;
  readonly column: number;
  /** a template may end on a later line */
  readonly lastLine: number;
  readonly isName: boolean;
  /** the comment right before it */
  readonly comment: SourceComment | undefined;
  /** its place among all tokens and comments */
  readonly at: number;
}

export interface SourceComment {
  readonly text: string;
  readonly at: number;
  readonly lastLine: number;
  /** nothing stands before it on its line */
  readonly alone: boolean;
  /** the token before it */
  readonly behind: string | undefined;
}

export interface ScannedSource {
  readonly tokens: readonly SourceToken[];
  /** by the line on which they begin, in order */
  readonly comments: ReadonlyMap<number, readonly SourceComment[]>;
  /** those that have their lines for themselves, by the line on which they end */
  readonly alone: ReadonlyMap<number, SourceComment>;
  /** lines on which nothing stands */
  readonly blank: ReadonlySet<number>;
}

const NAMES: ReadonlySet<string> = new Set(["IdentifierName", "StringLiteral", "NumericLiteral"]);

/** Splits a source file into tokens and comments; lines count from 1. */
export function scanSource(text: string, tokenize: Tokenize): ScannedSource {
  const tokens: SourceToken[] = [];
  const comments = new Map<number, SourceComment[]>();
  const alone = new Map<number, SourceComment>();
  const occupied = new Set<number>();
  let line = 1;
  let column = 1;
  let at = 0;
  let before: SourceComment | undefined;
  for (const { type, value } of tokenize(text)) {
    const parts = value.split("\n");
    const lastLine = line + parts.length - 1;
    if (type === "SingleLineComment" || type === "MultiLineComment") {
      const comment = {
        text: commentText(value),
        at: ++at,
        lastLine,
        alone: !occupied.has(line),
        behind: tokens.at(-1)?.value,
      };
      comments.set(line, [...(comments.get(line) ?? []), comment]);
      if (comment.alone) alone.set(lastLine, comment);
      before = comment;
    } else if (type !== "WhiteSpace" && type !== "LineTerminatorSequence") {
      tokens.push({ value, line, column, lastLine, isName: NAMES.has(type), at: ++at, comment: before });
      occupied.add(line).add(lastLine);
      alone.delete(line);
      before = undefined;
    }
    column = (parts.at(-1) ?? "").length + (lastLine === line ? column : 1);
    line = lastLine;
  }
  const blank = new Set<number>();
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "") blank.add(index + 1);
  });
  return { tokens, comments, alone, blank };
}

/** What a comment says, without its marks. */
function commentText(comment: string): string {
  if (comment.startsWith("//")) return comment.slice(2).trim();
  return comment
    .slice(2, -2)
    .split("\n")
    .map((part) => part.replace(/^\s*\*+/, "").trim())
    .filter((part) => part !== "")
    .join(" ");
}
