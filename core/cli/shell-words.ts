import { UsageError } from "../errors/index.ts";

/** Splits a text as a POSIX shell splits words: quotes, backslashes, no expansion. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(text, i);
      const quoted = text.slice(i + 1, end);
      word = (word ?? "") + (character === "'" ? quoted : quoted.replace(/\\(["\\])/g, "$1"));
      i = end;
    } else if (character === "\\" && i + 1 < text.length) word = (word ?? "") + (text[++i] ?? "");
    else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function closingQuote(text: string, start: number): number {
  const quote = text[start];
  for (let i = start + 1; i < text.length; i++) {
    if (quote === '"' && text[i] === "\\") i++;
    else if (text[i] === quote) return i;
  }
  throw new UsageError(`No closing quotation: ${text.slice(start)}`);
}
