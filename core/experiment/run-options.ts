import { type CliOption, plainName, spellingsOf } from "../cli/option.ts";
import { describeValue } from "../errors/describe-value.ts";
import { didYouMean, UsageError } from "../errors/index.ts";

type Options = Record<string, unknown>;

/**
 * The options of a request by the names under which they are stored. Each may be spelt as on the command line (`-l`, `--loglevel`,
 * with dashes or underscores), or without the dashes in front (`loglevel`, `beat_interval`, `beatInterval`).
 *
 * @param defaults all options by their stored names
 * @throws {UsageError} for all at once that are unknown, given twice, or have a value of the wrong kind
 */
export function readOptions(given: object, known: readonly CliOption[], defaults: Options): Options {
  const options = { ...defaults };
  const spellings = new Map<string, string>();
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const option = optionOf(name, known);
    const before = option === undefined ? undefined : spellings.get(option.long);
    if (before !== undefined) mistakes.push(`The option ${option?.long} is given twice: as ${before} and as ${name}.`);
    const mistake = option === undefined ? unknownOption(name, known) : wrongValue(option, name, value);
    if (mistake !== undefined) mistakes.push(mistake);
    if (option === undefined) continue;
    spellings.set(option.long, name);
    options[option.long] = stored(option, value);
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join("\n"));
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
  const set = (target: Options, key: string | symbol, value: unknown): boolean => {
    const name = String(key);
    const option = optionOf(name, known);
    if (option === undefined) throw new UsageError(unknownOption(name, known, `${who} sets the unknown option`));
    const mistake = wrongValue(option, name, value);
    if (mistake !== undefined) throw new UsageError(`${who}: ${mistake}`);
    target[option.long] = stored(option, value);
    return true;
  };
  return new Proxy(options, {
    get: (target, name) => Reflect.get(target, keyOf(name)),
    set,
    has: (target, name) => Object.hasOwn(target, keyOf(name)),
    deleteProperty: (target, name) => Reflect.deleteProperty(target, keyOf(name)),
    getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, keyOf(name)),
    defineProperty: (target, name, { value }) => set(target, name, value),
  });
}

function optionOf(name: string, known: readonly CliOption[]): CliOption | undefined {
  const plain = plainName(name);
  return known.find((option) => spellingsOf(option).includes(plain));
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === false;
}

function stored({ argument }: CliOption, value: unknown): unknown {
  if (!isUnset(value)) return value;
  return argument === undefined ? false : null;
}

function wrongValue({ argument }: CliOption, name: string, value: unknown): string | undefined {
  if (isUnset(value)) return undefined;
  if (argument === undefined ? value === true : ["string", "number", "bigint"].includes(typeof value)) return undefined;
  const takes = argument === undefined ? "is a flag" : `takes a value (${argument})`;
  return `The option ${name} ${takes}, not ${describeValue(value)}.`;
}

function unknownOption(name: string, known: readonly CliOption[], what: string = "Unknown option"): string {
  // One letter is a short option without its dash; a word is compared with words.
  const likely = known.some(({ short }) => short === `-${name}`)
    ? ` Did you mean "-${name}"?`
    : didYouMean(
        name.replace(/^(?!-).{2}/, "--$&"),
        known.map(({ long }) => long),
      );
  return `${what} ${JSON.stringify(name)}.${likely}`;
}
