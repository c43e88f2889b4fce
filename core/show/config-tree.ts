import { valueText } from "../commands/value-text.ts";
import { joinPaths } from "../config/paths.ts";
import { type Dict, isDict, type Value } from "../values.ts";
import { html, type Markup } from "./markup.ts";
import type { RunFacts } from "./run-facts.ts";
import { cut } from "./short-text.ts";

/** A browser gets slow with more; the rest is counted. */
const MOST_ENTRIES = 500;
const VALUE_UNITS = 2000;

/** The configuration as nested lists: dictionaries can be folded, and what was changed says so. */
export function configTree({ config, modifications }: Pick<RunFacts, "config" | "modifications">): Markup {
  let shown = 0;
  const list = (dict: Dict, path: string): Markup => {
    const entries = Object.entries(dict).filter(([key]) => key !== "__doc__");
    const items: Markup[] = [];
    for (const [key, value] of entries) {
      if (shown >= MOST_ENTRIES) break;
      shown++;
      items.push(item(key, value, joinPaths(path, key)));
    }
    const rest = entries.length - items.length;
    return html`<ul>
      ${items}${rest === 0 ? "" : html`<li>… and ${rest} more</li>`}
    </ul>`;
  };
  const item = (key: string, value: Value, path: string): Markup => {
    const change = changeOf(path, modifications);
    const note = change === "" ? "" : html` <em class="${change}">${change}</em>`;
    if (isDict(value) && Object.keys(value).length > 0)
      return html`<li>
        <details open>
          <summary><b>${key}</b>${note}</summary>
          ${list(value, path)}
        </details>
      </li>`;
    return html`<li><b>${key}</b> <code>${cut(valueText(value), VALUE_UNITS)}</code>${note}</li>`;
  };
  return list(config, "");
}

function changeOf(path: string, modifications: RunFacts["modifications"]): string {
  if (modifications?.typechanged.has(path) === true) return "typechanged";
  if (modifications?.added.has(path) === true) return "added";
  return modifications?.modified.has(path) === true ? "modified" : "";
}
