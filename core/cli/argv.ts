import { didYouMean, UsageError } from "../errors/index.ts";
import { asUpdates } from "./hints.ts";
import { type CliOption, plainName, spellingsOf } from "./option.ts";

/** A command line, understood. */
export interface ParsedArgv {
  readonly command: string | undefined;
  /** what stands after `with`, as it was written */
  readonly updates: readonly string[];
  readonly help: boolean;
  /** by the options' keys: true, or the argument's text */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Understands `[COMMAND] [with UPDATE...] [options]` and `help [COMMAND]`, with options anywhere, as docopt does: `-bVALUE`,
 * `-fd`, `--long=value`, `--long value`, unique abbreviations of long names; each option once.
 *
 * @throws {UsageError}
 */
export function parseArgv(args: readonly string[], options: readonly CliOption[]): ParsedArgv {
  const reader = new ArgumentReader(args, options);
  const positionals = reader.read();
  const { values } = reader;
  const isHelp = values["--help"] === true;
  const [first, second] = positionals;
  if (first === "help" && positionals.length <= 2) return { command: second, updates: [], help: true, options: values };
  if (first === "with" && positionals.length > 1) {
    return { command: undefined, updates: positionals.slice(1), help: isHelp, options: values };
  }
  if (first === "with") throw surplus(positionals);
  const rest = positionals.slice(1);
  if (rest.length > 0 && (rest[0] !== "with" || rest.length === 1))
    throw surplus(rest[0] === "=" || first?.includes("=") === true ? positionals : rest);
  // An empty word names no command, as in Sacred.
  return { command: first === "" ? undefined : first, updates: rest.slice(1), help: isHelp, options: values };
}

function surplus(rest: readonly string[]): UsageError {
  if (rest[0] === "with") return new UsageError('After "with" come updates (NAME=VALUE) or named configs.');
  return new UsageError(`Unexpected argument ${JSON.stringify(rest[0])}.${asUpdates(rest)}`);
}

class ArgumentReader {
  readonly values: Record<string, unknown> = {};
  readonly #args: readonly string[];
  readonly #options: readonly CliOption[];
  #at: number = 0;

  constructor(args: readonly string[], options: readonly CliOption[]) {
    this.#args = args;
    this.#options = options;
  }

  read(): string[] {
    const positionals: string[] = [];
    while (this.#at < this.#args.length) {
      const argument = this.#args[this.#at++] ?? "";
      // As in docopt, everything from "--" on is an argument, "--" itself included.
      if (argument === "--") return [...positionals, argument, ...this.#args.slice(this.#at)];
      if (argument.startsWith("--")) this.#readLong(argument);
      else if (argument.startsWith("-") && argument !== "-") this.#readShort(argument);
      else positionals.push(argument);
    }
    return positionals;
  }

  #readLong(argument: string): void {
    const equals = argument.indexOf("=");
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const option = this.#findLong(name, argument);
    if (option.argument === undefined) {
      if (equals >= 0) throw new UsageError(`${option.long} takes no argument.`);
      this.#set(option, true);
    } else this.#set(option, equals < 0 ? this.#argumentOf(option, name) : argument.slice(equals + 1));
  }

  #readShort(argument: string): void {
    for (let i = 1; i < argument.length; i++) {
      const flag = `-${argument[i]}`;
      const option = this.#options.find(({ short }) => short === flag);
      if (option === undefined) throw new UsageError(`Unknown option ${flag}.`);
      if (option.argument === undefined) this.#set(option, true);
      else {
        const attached = argument.slice(i + 1);
        this.#set(option, attached === "" ? this.#argumentOf(option, flag) : attached);
        return;
      }
    }
  }

  #argumentOf(option: CliOption, name: string): string {
    const next = this.#args[this.#at];
    if (next === undefined || next === "--")
      throw new UsageError(`${name} needs its argument: ${option.long}=${option.argument}`);
    this.#at++;
    return next;
  }

  #findLong(name: string, argument: string): CliOption {
    const plain = plainName(name);
    const exact = this.#options.find((option) => spellingsOf(option).includes(plain));
    if (exact !== undefined) return exact;
    const [only, ...others] = this.#options.filter((option) =>
      spellingsOf(option).some((spelling) => spelling.startsWith(plain)),
    );
    if (only === undefined) {
      const names = this.#options.flatMap(({ long, aliases }) => [long, ...aliases]);
      const value = argument.includes("=") ? argument : `${name}=${this.#args[this.#at] ?? "VALUE"}`;
      throw new UsageError(
        `Unknown option ${name}.${didYouMean(name, names) || asUpdates([value.replace(/^-+/, "")])}`,
      );
    }
    if (others.length === 0) return only;
    throw new UsageError(`${name} is not unique: it could be ${[only, ...others].map(({ long }) => long).join(", ")}.`);
  }

  #set(option: CliOption, value: unknown): void {
    if (Object.hasOwn(this.values, option.long))
      throw new UsageError(`The option ${option.long} is given more than once.`);
    this.values[option.long] = value;
  }
}
