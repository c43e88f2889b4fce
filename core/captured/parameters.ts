/** A piece of program text, as the package js-tokens tells them apart. */
export interface Token {
  readonly type: string;
  readonly value: string;
}

/** Splits program text into tokens. */
export type Tokenize = (text: string) => Iterable<Token>;

/** What a function says about its parameters. */
export interface Parameters {
  /** false where it can't be told which entries the function uses: it takes the object whole, or isn't readable */
  readonly known: boolean;
  /** the entries that the first parameter's pattern asks for */
  readonly entries: readonly { readonly name: string; readonly hasDefault: boolean }[];
  /** the parameter list as written, on one line */
  readonly text: string;
  /** whose function it is, and where it was captured: for messages */
  readonly place?: (() => string) | undefined;
}

const UNKNOWN: Parameters = { known: false, entries: [], text: "(…)" };

const cache: WeakMap<Function, Parameters> = new WeakMap();

/**
 * Reads off a function's own text which entries its first parameter's pattern takes. Works on whatever compilers and
 * minifiers leave of it; what can't be read is "unknown", never an error. A wrapper is read as what its `toString` gives.
 */
export function parseParameters(fn: Function, tokenize: Tokenize): Parameters {
  let parameters = cache.get(fn);
  if (parameters === undefined) {
    parameters = readParameters(String(fn), tokenize);
    cache.set(fn, parameters);
  }
  return parameters;
}

/** The same for a function's text. */
export function readParameters(source: string, tokenize: Tokenize): Parameters {
  if (source.endsWith("[native code] }") || source.startsWith("class")) return UNKNOWN;
  const plain = PLAIN.exec(source);
  if (plain !== null) return readPlain(plain[1] ?? "", plain[2] ?? "");
  const scanner = new Scanner(tokenize(source));
  if (!scanner.skipToParameters()) return UNKNOWN;
  return readList(scanner);
}

/**
 * The ordinary case, `({ a, b }, x) => …` or `function name({ a }) {`, needs no tokens: most programs do without the
 * tokenizer, which takes 5 ms to load.
 */
const ENTRY = /([\w$]+)(?:\s*:\s*[\w$]+)?(\s*=\s*(?:"[^"\\]*"|'[^'\\]*'|`[^`\\$]*`|-?[\w$.]+))?/;
const OWN = /\s*,\s*[\w$]+\s*/;
const PLAIN = new RegExp(
  String.raw`^(?:async\s+)?(?:function\s*\*?\s*)?[\w$]*\s*\(\s*(?:\{\s*(${unnamed(ENTRY)}(?:\s*,\s*${unnamed(ENTRY)})*)?\s*,?\s*\}((?:${OWN.source})*))?\)\s*(?:=>|\{)`,
);

function unnamed(pattern: RegExp): string {
  return pattern.source.replaceAll(/\((?!\?)/g, "(?:");
}

function readPlain(pattern: string, own: string): Parameters {
  const written = pattern.match(new RegExp(ENTRY, "g")) ?? [];
  const entries = written.map((entry) => {
    const [, name = "", fallback] = ENTRY.exec(entry) ?? [];
    return { name, hasDefault: fallback !== undefined };
  });
  const first = pattern === "" ? [] : [`{${written.join(", ")}}`];
  const others = own.split(",").map((name) => name.trim());
  return { known: true, entries, text: `(${[...first, ...others.filter((name) => name !== "")].join(", ")})` };
}

const IGNORED: ReadonlySet<string> = new Set([
  "WhiteSpace",
  "LineTerminatorSequence",
  "SingleLineComment",
  "MultiLineComment",
]);

/** The tokens of a function's text, as few of them as are needed. */
class Scanner {
  readonly #tokens: Iterator<Token>;
  current: Token | undefined;
  /** what was passed since the parameter list began */
  passed: string = "";

  constructor(tokens: Iterable<Token>) {
    this.#tokens = tokens[Symbol.iterator]();
    this.next();
  }

  next(): void {
    if (this.current !== undefined) this.passed += spaced(this.current.value);
    do {
      const { value, done } = this.#tokens.next();
      this.current = done === true ? undefined : value;
    } while (this.current !== undefined && IGNORED.has(this.current.type));
  }

  is(value: string): boolean {
    return this.current?.value === value;
  }

  /** Goes behind the opening parenthesis. False for `x => …`, which isn't destructured. */
  skipToParameters(): boolean {
    while (this.current !== undefined && !this.is("(")) {
      if (this.is("=>")) return false;
      if (this.is("[")) this.skipBracket();
      else this.next();
    }
    if (this.current === undefined) return false;
    this.passed = "";
    this.next();
    return true;
  }

  /** From an opening bracket to behind its partner. */
  skipBracket(): void {
    let depth = 0;
    do {
      if (this.is("(") || this.is("[") || this.is("{")) depth++;
      if (this.is(")") || this.is("]") || this.is("}")) depth--;
      this.next();
    } while (depth > 0 && this.current !== undefined);
  }

  /** To the next token of `stops` outside of brackets; tells whether an `=` was passed. */
  skipTo(...stops: readonly string[]): boolean {
    let hasDefault = false;
    while (this.current !== undefined && !stops.includes(this.current.value)) {
      if (this.is("=")) hasDefault = true;
      if (this.is("(") || this.is("[") || this.is("{")) this.skipBracket();
      else this.next();
    }
    return hasDefault;
  }
}

function spaced(token: string): string {
  if (token === ",") return ", ";
  return token === "=" || token === "=>" ? ` ${token} ` : token === ":" ? ": " : token;
}

function readList(scanner: Scanner): Parameters {
  if (scanner.is(")")) return { known: true, entries: [], text: "()" };
  const pattern = scanner.is("{") ? readPattern(scanner) : undefined;
  scanner.skipTo(")");
  const text = `${scanner.passed})`;
  return { known: pattern !== undefined, entries: pattern ?? [], text };
}

/** The entries of `{ a, b = 1, c: d, "e-f": g }`; undefined if there is a rest element or a computed name. */
function readPattern(scanner: Scanner): Parameters["entries"] | undefined {
  const entries: { name: string; hasDefault: boolean }[] = [];
  let isWhole = true;
  scanner.next();
  while (scanner.current !== undefined && !scanner.is("}")) {
    const name = nameOf(scanner.current);
    if (name === undefined) isWhole = false;
    if (scanner.is("[")) scanner.skipBracket();
    else scanner.next();
    const hasDefault = scanner.skipTo(",", "}");
    if (name !== undefined) entries.push({ name, hasDefault });
    if (scanner.is(",")) scanner.next();
  }
  scanner.next();
  return isWhole ? entries : undefined;
}

function nameOf(token: Token): string | undefined {
  if (token.type === "IdentifierName") return token.value;
  if (token.type === "NumericLiteral") return String(Number(token.value));
  return token.type === "StringLiteral" ? token.value.slice(1, -1) : undefined;
}
