import jsTokens from "js-tokens";

/** From the first character behind a `{` to that of its `}`; offsets into the text. */
export type Range = readonly [start: number, end: number];

/** The blocks of a program whose exceptions its own `catch` takes: `try { HERE } catch`. */
export function guardedRanges(text: string): Range[] {
  const ranges: Range[] = [];
  const open: { readonly start: number; readonly isTry: boolean }[] = [];
  let offset = 0;
  let isAfterTry = false;
  /** the block of a `try` that has just ended */
  let ended: Range | undefined;
  for (const { type, value } of jsTokens(text)) {
    offset += value.length;
    if (type === "WhiteSpace" || type === "LineTerminatorSequence" || type.endsWith("Comment")) continue;
    if (value === "catch" && ended !== undefined) ranges.push(ended);
    ended = undefined;
    if (value === "{" || type === "TemplateHead") open.push({ start: offset, isTry: isAfterTry });
    else if (value === "}" || type === "TemplateTail") {
      const block = open.pop();
      if (block?.isTry === true) ended = [block.start, offset - 1];
    }
    isAfterTry = value === "try" && type === "IdentifierName";
  }
  return ranges;
}
