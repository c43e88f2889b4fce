import { iterateFlattenedSeparately, PATHCHANGE } from "../config/separate-paths.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Dict, Value } from "../values.ts";
import type { Colours } from "./colours.ts";
import { valueText } from "./value-text.ts";

/** From this column on, descriptions follow their entry directly. */
const DOC_COLUMN = 35;

/** What stands in the first column of a changed entry: colours are not for every terminal, and not for every eye. */
const MARKS = { modified: "~", added: "+", typechanged: "!" } as const;
type Change = keyof typeof MARKS;

/** A configuration as print_config shows it: dictionaries indented, changes marked and coloured, descriptions behind. */
export function formatConfig(config: Dict, modifications: ConfigModifications, colours: Colours): string {
  const lines = [`Configuration ${legend(colours)}:`];
  for (const [path, value] of iterateFlattenedSeparately(config, ["__doc__"])) {
    lines.push(formatEntry(path, value, modifications, colours));
  }
  return lines.join("\n");
}

function legend(colours: Colours): string {
  const changes = (["modified", "added", "typechanged"] as const).map(
    (change) => `${colours[change]}${MARKS[change]} ${change}${colours.end}`,
  );
  return `(${changes.join(", ")}, ${colours.doc}doc${colours.end})`;
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
  const change = changeOf(path, modifications);
  const described = withDoc(assignment, modifications.docs.get(path), colours);
  return change === undefined ? described : `${colours[change]}${MARKS[change]}${described.slice(1)}${colours.end}`;
}

function withDoc(assignment: string, doc: string | undefined, colours: Colours): string {
  if (doc === undefined || doc === "") return assignment;
  const text = `${colours.doc}# ${doc}${colours.end}`;
  return assignment.length <= DOC_COLUMN ? `${assignment.padEnd(DOC_COLUMN)}  ${text}` : `${assignment}    ${text}`;
}

function changeOf(path: string, { added, modified, typechanged }: ConfigModifications): Change | undefined {
  if (typechanged.has(path)) return "typechanged";
  if (added.has(path)) return "added";
  return modified.has(path) ? "modified" : undefined;
}

function indented(text: string, indent: string): string {
  return text.replaceAll("\n", `\n${indent}`);
}
