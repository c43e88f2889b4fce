import type { ExperimentInfo } from "../host.ts";
import type { Colours } from "./colours.ts";

/** Packages, source files and repositories, as print_dependencies shows them. */
export function formatDependencies({ dependencies, sources, repositories }: ExperimentInfo, colours: Colours): string {
  const lines = ["Dependencies:"];
  for (const dependency of dependencies) {
    const [name = "", version = ""] = dependency.split("==");
    lines.push(`  ${name.padEnd(20)} == ${version}`);
  }
  lines.push("", "Sources:");
  for (const [file, digest] of sources) lines.push(`  ${file.padEnd(43)}  ${digest}`);
  if (repositories.length > 0) lines.push("", "Version Control:");
  for (const { url, commit, dirty } of repositories) {
    lines.push(`${dirty ? `${colours.dirty}M` : " "} ${url.padEnd(43)}  ${commit}${colours.end}`);
  }
  return `${lines.join("\n")}\n`;
}
