import { showValue } from "./show-value.ts";

/** %s, %d … as the Console Standard has them; %c styles what follows, which text can't. */
const DIRECTIVE = /%([sdifoOc%])/g;

/** The text that a developer console shows for a call: the first argument's directives filled in, the others appended. */
export function formatCall(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string") return args.map(showArgument).join(" ");
  const filled = first.replaceAll(DIRECTIVE, (whole, kind: string) => {
    if (kind === "%") return "%";
    return rest.length === 0 ? whole : convert(kind, rest.shift());
  });
  return [filled, ...rest.map(showArgument)].join(" ");
}

function convert(kind: string, value: unknown): string {
  switch (kind) {
    case "s":
      return showArgument(value);
    case "d":
    case "i":
      return typeof value === "bigint" ? `${value}n` : String(Math.trunc(numberOf(value)));
    case "f":
      return String(numberOf(value));
    case "c":
      return "";
    default:
      return showValue(value);
  }
}

function numberOf(value: unknown): number {
  return typeof value === "symbol" ? NaN : Number.parseFloat(String(value));
}

/** Text stands as it is; inside of objects it is quoted. */
function showArgument(value: unknown): string {
  return typeof value === "string" ? value : showValue(value);
}
