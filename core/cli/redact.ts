import { isPlainObject } from "../config/plain-object.ts";

/** An address and what follows it without a blank or a quote, up to the next one. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{0,31}):\/\/((?:(?!\b[a-z][a-z0-9+.-]{0,31}:\/\/)[^\s"'<>`])+)/gi;

/** Servers that are logged in to: what stands before an `@` in such an address is hardly ever a path. */
const SERVER = /^(?:mongo|postgres|mysql|maria|redis|amqp|mqtt|ldap|s?ftp)/i;

/** Parameters of a query, or of JDBC, that let somebody in. */
const SECRET =
  /([?&;](?:[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|signature|credential)|sig|key|auth|access_?key(?:_?id)?)=)[^&;#\s"'<>`]+/gi;

/** A host behind an `@` that can't be a piece of a password: with a dot, a port or brackets, or all by itself. */
const HOST = /^(?:\[|localhost\b|[\w-]+[.:])[^@/?#]*(?:[/?#]|$)/i;

/** Text in which the credentials of URLs are replaced: what is stored or printed never holds them. */
export function redactCredentials(text: string): string {
  return text
    .replace(ADDRESS, (_whole, scheme: string, rest: string) => {
      return `${scheme}://${hasCredentials(scheme, rest) ? `***${rest.slice(endOfCredentials(rest))}` : rest}`;
    })
    .replace(SECRET, "$1***");
}

function hasCredentials(scheme: string, rest: string): boolean {
  const [authority = ""] = rest.split(/[/?#]/, 1);
  if (authority.includes("@")) return true;
  // A host may be followed by its port, and by further hosts; anything else behind a colon begins a password.
  if (/:(?!\d*(?:,|$))/.test(authority.replace(/^\[.*?\]/, ""))) return rest.includes("@");
  return SERVER.test(scheme) && beforeQuery(rest).includes("@");
}

/**
 * Where the `@` behind user and password stands. They should have no `/`, `?`, `#` and `@` in them (RFC 3986), and often do: the
 * first `@` before what can only be a host, else the last one. Rather a piece of a path is hidden than one of a password shown.
 */
function endOfCredentials(rest: string): number {
  const ends = Array.from(beforeQuery(rest).matchAll(/(?<!\/)@/g), ({ index }) => index);
  return ends.find((end) => HOST.test(rest.slice(end + 1))) ?? ends.at(-1) ?? rest.lastIndexOf("@");
}

/** A query has names and values; a password may hold a mere question mark. */
function beforeQuery(rest: string): string {
  return rest.split(/[?#][\w.-]+=/, 1)[0] ?? "";
}

/** Credentials stand at the top of what is noted; a value that contains itself has no end. */
const DEEPEST = 16;

/** The same for all texts in a value, names of entries included. What JSON would write as a text (URLs) becomes one. */
export function redactDeep(value: unknown, depth: number = 0): unknown {
  if (typeof value === "string") return redactCredentials(value);
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  if (value instanceof URL) return redactCredentials(String(value));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redactCredentials(key), redactDeep(item, depth + 1)]),
  );
}
