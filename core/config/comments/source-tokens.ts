import type { Tokenize } from "../../captured/parameters.ts";

/** A token that means something, and the line that it begins on. */
export interface SourceToken {
  readonly value: string;
  readonly line: number;
  readonly isName: boolean;
  /** its place among all tokens and comments */
  readonly at: number;
}

export interface SourceComment {
  readonly text: string;
  readonly at: number;
  /** nothing stands before it on its line */
  readonly alone: boolean;
}

export interface ScannedSource {
  readonly tokens: readonly SourceToken[];
  /** by the line on which they begin, in order */
  readonly comments: ReadonlyMap<number, readonly SourceComment[]>;
  /** those that stand alone, by the line on which they end */
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
  let at = 0;
  for (const token of tokenize(text)) {
    const isComment = token.type === "SingleLineComment" || token.type === "MultiLineComment";
    const lines = token.value.split("\n").length - 1;
    at++;
    if (isComment) {
      const comment = { text: commentText(token.value), at, alone: !occupied.has(line) };
      comments.set(line, [...(comments.get(line) ?? []), comment]);
      if (comment.alone) alone.set(line + lines, comment);
    } else if (token.type !== "WhiteSpace" && token.type !== "LineTerminatorSequence") {
      tokens.push({ value: token.value, line, isName: NAMES.has(token.type), at });
      occupied.add(line);
    }
    line += lines;
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
