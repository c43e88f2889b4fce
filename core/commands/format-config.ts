import { iterateFlattenedSeparately, PATHCHANGE } from "../config/separate-paths.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Dict, Value } from "../values.ts";
import type { Colours } from "./colours.ts";
import { valueText } from "./value-text.ts";

/** From this column on, descriptions follow their entry directly. */
const DOC_COLUMN = 35;

/** A configuration as print_config shows it: dictionaries indented, changes coloured, descriptions behind. */
export function formatConfig(config: Dict, modifications: ConfigModifications, colours: Colours): string {
  const lines = [`Configuration ${legend(colours)}:`];
  for (const [path, value] of iterateFlattenedSeparately(config, ["__doc__"])) {
    lines.push(formatEntry(path, value, modifications, colours));
  }
  return lines.join("\n");
}

function legend({ modified, added, typechanged, doc, end }: Colours): string {
  return `(${modified}modified${end}, ${added}added${end}, ${typechanged}typechanged${end}, ${doc}doc${end})`;
}

function formatEntry(
  path: string,
  value: Value | typeof PATHCHANGE,
  modifications: ConfigModifications,
  colours: Colours,
): string {
  const segments = path.split(".");
  const indent = "  ".repeat(segments.length);
  const key = segments.at(-1) ?? "";
  if (key === "__doc__") {
    const text = `${indent}"""${String(value).replaceAll("\n", `\n${indent}`)}"""`;
    return `${colours.doc}${text}${colours.end}`;
  }
  const assignment =
    value === PATHCHANGE ? `${indent}${key}:` : `${indent}${key} = ${indented(valueText(value), indent)}`;
  const colour = colourOf(path, modifications, colours);
  const described = withDoc(assignment, modifications.docs.get(path), colours);
  return colour === "" ? described : `${colour}${described}${colours.end}`;
}

function withDoc(assignment: string, doc: string | undefined, colours: Colours): string {
  if (doc === undefined || doc === "") return assignment;
  const text = `${colours.doc}# ${doc}${colours.end}`;
  return assignment.length <= DOC_COLUMN ? `${assignment.padEnd(DOC_COLUMN)}  ${text}` : `${assignment}    ${text}`;
}

function colourOf(path: string, { added, modified, typechanged }: ConfigModifications, colours: Colours): string {
  if (typechanged.has(path)) return colours.typechanged;
  if (added.has(path)) return colours.added;
  return modified.has(path) ? colours.modified : "";
}

function indented(text: string, indent: string): string {
  return text.replaceAll("\n", `\n${indent}`);
}
