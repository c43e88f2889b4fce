import { formatCall } from "./format-call.ts";

/** Is given the exact text that is printed, line breaks included. */
export type TextListener = (text: string) => void;

type Method = (...args: unknown[]) => void;

/** What prints its arguments; the others have a way of their own below. */
const PRINTING = ["log", "info", "debug", "warn", "error", "dirxml"] as const;

const listeners: Set<TextListener> = new Set();
const originals: Map<string, Method> = new Map();
/** two spaces for each open group, as consoles show it */
let indent = "";

/** Hears whatever is printed by `console`, which still shows it. @returns what ends that */
export function listenToConsole(listener: TextListener): () => void {
  if (listeners.size === 0) patch();
  listeners.add(listener);
  return () => {
    if (listeners.delete(listener) && listeners.size === 0) restore();
  };
}

/** Hands on text that was printed otherwise. */
export function printedText(text: string): void {
  for (const listener of listeners) listener(text);
}

/** Shows a line without that anybody hears it. */
export function showOnConsole(method: "log" | "error", line: string): void {
  const show: Method = originals.get(method) ?? console[method];
  show.call(console, line);
}

function patch(): void {
  indent = "";
  for (const name of PRINTING) wrap(name, (args) => printLine(formatCall(args)));
  wrap("dir", ([value]) => printLine(formatCall([value])));
  wrap("table", ([rows]) => printLine(formatCall([rows])));
  wrap("trace", (args) => printLine(`Trace: ${formatCall(args)}`.trimEnd()));
  wrap("assert", ([isTrue, ...args]) => {
    if (!Boolean(isTrue)) printLine(`Assertion failed: ${formatCall(args)}`.trimEnd());
  });
  for (const name of ["group", "groupCollapsed"] as const) {
    wrap(name, (args) => {
      if (args.length > 0) printLine(formatCall(args));
      indent += "  ";
    });
  }
  wrap("groupEnd", () => (indent = indent.slice(2)));
}

function wrap(name: (typeof PRINTING)[number] | Wrapped, note: (args: unknown[]) => void): void {
  const original: Method = console[name];
  originals.set(name, original);
  console[name] = (...args: unknown[]): void => {
    original.apply(console, args);
    note(args);
  };
}

type Wrapped = "dir" | "table" | "trace" | "assert" | "group" | "groupCollapsed" | "groupEnd";

function restore(): void {
  for (const [name, original] of originals) Reflect.set(console, name, original);
  originals.clear();
}

function printLine(text: string): void {
  printedText(`${indent}${indent === "" ? text : text.replaceAll("\n", `\n${indent}`)}\n`);
}
