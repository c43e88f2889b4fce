import type { Tokenize } from "../../captured/parameters.ts";

/** A token that means something, and the line that it begins on. */
export interface SourceToken {
  readonly value: string;
  readonly line: number;
  readonly isName: boolean;
}

export interface SourceComment {
  readonly text: string;
  readonly line: number;
  /** nothing stands before it on its line */
  readonly alone: boolean;
}

export interface ScannedSource {
  readonly tokens: readonly SourceToken[];
  /** by the line on which they begin */
  readonly comments: ReadonlyMap<number, SourceComment>;
  /** lines on which nothing stands */
  readonly blank: ReadonlySet<number>;
}

const NAMES: ReadonlySet<string> = new Set(["IdentifierName", "StringLiteral", "NumericLiteral"]);

/** Splits a source file into tokens and comments; lines count from 1. */
export function scanSource(text: string, tokenize: Tokenize): ScannedSource {
  const tokens: SourceToken[] = [];
  const comments = new Map<number, SourceComment>();
  const occupied = new Set<number>();
  let line = 1;
  for (const token of tokenize(text)) {
    const isComment = token.type === "SingleLineComment" || token.type === "MultiLineComment";
    if (isComment) {
      const comment = { text: commentText(token.value), line, alone: !occupied.has(line) };
      // The last one of a line counts: those before it may stand inside of an entry.
      comments.set(line, comment);
    } else if (token.type !== "WhiteSpace" && token.type !== "LineTerminatorSequence") {
      tokens.push({ value: token.value, line, isName: NAMES.has(token.type) });
      occupied.add(line);
    }
    line += token.value.split("\n").length - 1;
  }
  const blank = new Set<number>();
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "") blank.add(index + 1);
  });
  return { tokens, comments, blank };
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
