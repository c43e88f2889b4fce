import { NamedConfigNotFoundError, SacredError } from "../errors/index.ts";

/** Words as the updates that were probably meant: `with lr=5` for `lr`, `=`, `5`. */
export function asUpdates(words: readonly string[]): string {
  return ` An entry of the configuration is set after "with": with ${words.join(" ").replace(/ ?[=:]=? ?/g, "=")}`;
}

/**
 * What somebody may have meant who writes updates as other programs want them; "" if nothing is likely.
 *
 * @param words the command line without the program's name
 */
export function hintFor(error: unknown, words: readonly string[]): string {
  if (error instanceof NamedConfigNotFoundError) {
    // `lr= 5` are two words, the second of which would be a named config; `lr:5` is one.
    const updates = words.slice(words.indexOf("with") + 1);
    const isUpdate = updates.some((word) => word.endsWith("=")) || error.names.some((name) => /^[\w.]+:\w/.test(name));
    const entries = error.names
      .filter((name) => /^[a-z_]\w*$/i.test(name) && !error.message.includes(`"${name}". Did`))
      .map((name) => `${name}=VALUE`);
    return isUpdate || entries.length > 0 ? asUpdates(isUpdate ? updates : entries) : "";
  }
  // `-lr=5` is the option -l with an argument, or a row of flags.
  const meant = words.find((word, index) => (index === 0 ? /^-?[a-z]\w*=/i : /^-[a-z]\w*=/i).test(word));
  if (meant === undefined || !(error instanceof SacredError) || error.message.includes('after "with"')) return "";
  return asUpdates([meant.replace("-", "")]);
}
