#!/usr/bin/env node
import { outliveReader } from "../closed-reader.ts";
import { recoverCommand } from "./recover-command.ts";

// The package's own program. Experiments are programs of their own; this one looks after what they have stored.
const USAGE = `Usage: sacred-ts recover DIR [options]

Commands:
  recover  Repair the runs in DIR whose processes have died.

sacred-ts recover --help says more.
`;

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { recover: recoverCommand };

// `sacred-ts recover DIR | head`: what is to be repaired is, whoever listens.
for (const stream of [process.stdout, process.stderr]) outliveReader(stream);
const [name, ...args] = process.argv.slice(2);
const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command !== undefined) process.exitCode = await command(args);
else if (name === "--help" || name === "-h" || name === "help") process.stdout.write(USAGE);
else {
  process.stderr.write(
    `${name === undefined ? "No command was given." : `There is no command "${name}".`}\n\n${USAGE}`,
  );
  process.exitCode = 2;
}
