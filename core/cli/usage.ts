import { STOCK_COMMANDS, STOCK_OPTIONS } from "./stock-docs.ts";
import type { Command } from "../experiment/command.ts";
import type { CliOption } from "./option.ts";

/** What an experiment offers on the command line. */
export interface UsageSubject {
  readonly program: string;
  readonly doc: string | undefined;
  readonly commands: Iterable<readonly [name: string, command: Command]>;
  readonly defaultCommand: string | undefined;
  readonly options: readonly CliOption[];
}

/** The lines that fit below an error. */
export function shortUsage(program: string): string {
  return ["Usage:", `  ${program} [COMMAND] [with UPDATE...] [options]`, `  ${program} help [COMMAND]`].join("\n");
}

/** Everything that can be said on the command line. */
export function longUsage({ program, doc, commands, defaultCommand, options }: UsageSubject): string {
  const parts = [shortUsage(program)];
  if (doc !== undefined && doc.trim() !== "") parts.push(doc.trim());
  parts.push(section("Arguments", ARGUMENTS));
  const list = Array.from(commands, ([name, command]): [string, string] => [
    name === defaultCommand ? `${name} (default)` : name,
    firstParagraph(docOf(command)),
  ]);
  parts.push(section("Commands", list));
  parts.push(
    section(
      "Options",
      options.map((option): [string, string] => [optionText(option), STOCK_OPTIONS[option.long] ?? option.doc]),
    ),
  );
  return parts.join("\n\n");
}

const ARGUMENTS: readonly [string, string][] = [
  ["COMMAND", "The command to run (see below for a list)."],
  [
    "UPDATE",
    "NAME=VALUE sets an entry of the configuration (a.b=1 an inner one); otherwise a named config, or a file.",
  ],
];

function optionText({ short, long, argument }: CliOption): string {
  return `${short === undefined ? "    " : `${short}, `}${long}${argument === undefined ? "" : ` ${argument}`}`;
}

function section(title: string, entries: readonly (readonly [name: string, doc: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return [`${title}:`, ...entries.map(([name, doc]) => `  ${name.padEnd(width)}  ${doc}`.trimEnd())].join("\n");
}

function docOf({ name, doc }: Command): string {
  return doc ?? (Object.hasOwn(STOCK_COMMANDS, name) ? STOCK_COMMANDS[name] : undefined) ?? "";
}

function firstParagraph(doc: string): string {
  return (
    doc
      .trim()
      .split(/\n\s*\n/, 1)[0]
      ?.replace(/\s+/g, " ") ?? ""
  );
}

/** What `help COMMAND` prints: how the function takes its entries, and its description. */
export function commandHelp(command: Command): string {
  const { name, parameters } = command;
  const text = docOf(command).trim();
  const indented =
    text === ""
      ? ""
      : `\n${text
          .split("\n")
          .map((line) => `    ${line}`.trimEnd())
          .join("\n")}`;
  return `${name}${parameters.text}${indented}\n`;
}
