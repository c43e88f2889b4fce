import { iterateFlattenedSeparately, parseValue, PATHCHANGE } from "sacred-ts/internals";
import { note } from "./transcript.mjs";
import { difference } from "./values.mjs";

/** Compares two printed configurations entry by entry: path, mark, comment, and the value that the text stands for. */
export function comparePrinted(actual, expected, config) {
  const paths = [...iterateFlattenedSeparately(config, ["__doc__"])];
  note("printed", actual);
  const ours = readEntries(withoutMarks(actual), paths);
  const theirs = readEntries(expected, paths);
  if (ours.header !== theirs.header) return difference("header", ours.header, theirs.header);
  return difference("entries", ours.entries, theirs.entries);
}

/** Colours are compared; the marks beside them are ours. */
function withoutMarks(text) {
  return (
    text
      .replace(/^.*/, (header) => header.replace(/[~+!] (?=modified|added|typechanged)/g, ""))
      // oxlint-disable-next-line no-control-regex -- escape codes are what is compared
      .replace(/^((?:\u001b\[\d+m)?)[~+!](?= )/gm, "$1 ")
  );
}

function readEntries(text, paths) {
  const [header, ...lines] = text
    .replace(/\n-{79}\n$/, "\n")
    .trimEnd()
    .split("\n");
  const entries = [];
  let at = 0;
  paths.forEach(([path, value], index) => {
    const next = paths[index + 1]?.[0];
    const own = [lines[at++] ?? ""];
    while (at < lines.length && (next === undefined || !startsEntry(lines[at], next))) own.push(lines[at++]);
    entries.push(readEntry(path, value, own.join("\n")));
  });
  return { header, entries };
}

function startsEntry(line, path) {
  const segments = path.split(".");
  const key = segments.at(-1);
  const start = `${"  ".repeat(segments.length)}${key === "__doc__" ? '"""' : key}`;
  // oxlint-disable-next-line no-control-regex -- escape codes are what is compared
  const bare = line.replace(/^\u001b\[\d+m/, "");
  return key === "__doc__" ? bare.startsWith(start) : bare.startsWith(`${start} = `) || bare.startsWith(`${start}:`);
}

function readEntry(path, value, text) {
  // oxlint-disable-next-line no-control-regex -- escape codes are what is compared
  const mark = /^\u001b\[(\d+)m/.exec(text)?.[1] ?? "";
  // oxlint-disable-next-line no-control-regex -- escape codes are what is compared
  const comment = /\u001b\[2m# ([\s\S]*?)\u001b\[0m/.exec(text)?.[1] ?? "";
  // oxlint-disable-next-line no-control-regex -- escape codes are what is compared
  const bare = text.replace(/ *\u001b\[2m# [\s\S]*$/, "").replace(/\u001b\[\d+m/g, "");
  if (path.endsWith("__doc__")) return { path, mark, text: bare };
  if (value === PATHCHANGE) return { path, mark, comment };
  return { path, mark, comment, value: parseValue(bare.slice(bare.indexOf(" = ") + 3)).value };
}
