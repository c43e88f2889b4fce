/** The address of the remote "origin" in the text of a git configuration file (git-config(1), "Syntax"). */
export function originOf(config: string): string | undefined {
  let isOrigin = false;
  let url: string | undefined;
  for (const line of config.split("\n")) {
    const section = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (section !== null) isOrigin = section[1]?.toLowerCase() === "remote" && section[2] === "origin";
    const entry = /^\s*(?:\[.*\]\s*)?url\s*=\s*(.*?)\s*$/i.exec(line);
    // Of several addresses the first one is fetched from.
    if (isOrigin && entry !== null) url ??= unquote(entry[1] ?? "");
  }
  return url === "" ? undefined : url;
}

/** A value's text: quotes guard blanks and comment signs, a backslash the character after it. */
function unquote(value: string): string {
  let text = "";
  let isQuoted = false;
  for (let i = 0; i < value.length; i++) {
    const character = value[i] ?? "";
    if (character === '"') isQuoted = !isQuoted;
    else if (character === "\\") text += value[++i] ?? "";
    else if (!isQuoted && (character === "#" || character === ";")) return text.trimEnd();
    else text += character;
  }
  return text;
}
