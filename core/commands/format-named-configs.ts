import type { Colours } from "./colours.ts";

/** The named configs with their descriptions, as print_named_configs shows them. */
export function formatNamedConfigs(
  namedConfigs: Iterable<readonly [name: string, config: { readonly doc: string | undefined }]>,
  { doc: grey, end }: Colours,
): string {
  const lines = [`Named Configurations (${grey}doc${end}):`];
  for (const [name, { doc }] of namedConfigs) lines.push(`  ${name}${describe(doc, grey, end)}`);
  if (lines.length === 1) lines.push("  No named configs");
  return lines.join("\n");
}

function describe(doc: string | undefined, grey: string, end: string): string {
  if (doc === undefined) return "";
  if (!doc.trim().includes("\n")) return `${grey}   # ${doc.trim()}${end}`;
  return `${grey}\n    """${doc.replaceAll("\n", "\n  ")}"""${end}`;
}
