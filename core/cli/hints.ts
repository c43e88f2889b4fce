import { CommandNotFoundError, NamedConfigNotFoundError, UsageError } from "../errors/index.ts";

/** Words as the updates that were probably meant. */
export function asUpdates(words: readonly string[]): string {
  return `with ${words.join(" ").replace(/\s*(?:=|:=?|<-)\s*/g, "=")}`;
}

/**
 * What somebody may have meant who writes updates as other programs want them; "" if nothing is likely.
 *
 * @param words the command line without the program's name
 */
export function hintFor(error: unknown, words: readonly string[]): string {
  const meant = meantBy(error, words);
  return meant === undefined ? "" : `\nAn entry of the configuration is set after "with": ${meant}`;
}

function meantBy(error: unknown, words: readonly string[]): string | undefined {
  if (error instanceof NamedConfigNotFoundError) {
    const updates = words.slice(words.indexOf("with") + 1);
    // `lr= 5` are two words, the second of which would be a named config; `lr:5` and `lr<-5` are one each.
    const isSplit = updates.some((word, index) => word.endsWith("=") && error.names.includes(updates[index + 1] ?? ""));
    const isForeign = error.names.some((name) => /^[\w.]+(?::|<-)[^/\\]+$/.test(name));
    return isSplit || isForeign ? asUpdates(updates) : undefined;
  }
  const [command = ""] = words;
  if (error instanceof CommandNotFoundError) return command.includes("=") ? asUpdates([command]) : undefined;
  // `-lr=5` is the option -l with an argument, or a row of flags.
  const option = error instanceof UsageError ? words.find((word) => /^-[A-Za-z]\w*=/.test(word)) : undefined;
  return option === undefined ? undefined : asUpdates([option.slice(1)]);
}
