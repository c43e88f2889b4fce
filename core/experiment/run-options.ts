import type { CliOption } from "../cli/option.ts";
import { describeValue } from "../errors/describe-value.ts";
import { didYouMean, UsageError } from "../errors/index.ts";

type Options = Record<string, unknown>;

/**
 * The options of a request by the names under which they are stored. Each may be spelt as on the command line (`-l`, `--loglevel`,
 * with dashes or underscores), or without the dashes in front (`loglevel`, `beat_interval`, `beatInterval`).
 *
 * @param defaults all options by their stored names
 * @throws {UsageError} for an unknown one, for one that is given twice, and for an argument where none is taken or the other way round
 */
export function readOptions(given: object, known: readonly CliOption[], defaults: Options): Options {
  const options = { ...defaults };
  const spellings = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const option = optionOf(name, known);
    if (option === undefined) throw unknownOption(name, known);
    const before = spellings.get(option.long);
    if (before !== undefined)
      throw new UsageError(`The option ${option.long} is given twice: as ${before} and as ${name}.`);
    spellings.set(option.long, name);
    options[option.long] = checked(option, name, value);
  }
  return options;
}

/**
 * The same options for a hook, which may read and set them in any spelling.
 *
 * @param who the hook, for messages
 */
export function optionsInAnySpelling(options: Options, known: readonly CliOption[], who: string): Options {
  const keyOf = (name: string | symbol): string | symbol =>
    typeof name === "symbol" ? name : (optionOf(name, known)?.long ?? name);
  return new Proxy(options, {
    get: (target, name) => Reflect.get(target, keyOf(name)),
    has: (target, name) => Reflect.has(target, keyOf(name)),
    deleteProperty: (target, name) => Reflect.deleteProperty(target, keyOf(name)),
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, keyOf(name)),
    defineProperty(target, name, descriptor) {
      const option = typeof name === "symbol" ? undefined : optionOf(name, known);
      if (option === undefined) throw unknownOption(String(name), known, `${who} sets the unknown option`);
      const value = checked(option, String(name), descriptor.value);
      return Reflect.set(target, option.long, value);
    },
  });
}

function optionOf(name: string, known: readonly CliOption[]): CliOption | undefined {
  const long = name.startsWith("-") ? name : `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return known.find((option) => option.short === name || option.long === long || option.aliases.includes(long));
}

function checked(option: CliOption, name: string, value: unknown): unknown {
  if (value === undefined || value === null || value === false) return option.argument === undefined ? false : null;
  const isFlag = option.argument === undefined;
  if (isFlag === (value === true)) return value;
  throw new UsageError(
    isFlag
      ? `The option ${name} is a flag: it is true or false, not ${describeValue(value)}.`
      : `The option ${name} takes a value (${option.argument}), not true.`,
  );
}

function unknownOption(name: string, known: readonly CliOption[], what: string = "Unknown option"): UsageError {
  const names = known.flatMap(({ short, long, aliases }) => [short ?? long, long, ...aliases]);
  // One letter is a short option without its dash; a word is compared with words.
  const likely = names.includes(`-${name}`)
    ? ` Did you mean "-${name}"?`
    : didYouMean(name.replace(/^(?!-)/, "--"), names);
  return new UsageError(`${what} ${JSON.stringify(name)}.${likely}`);
}
