/** An address and what follows it without a blank or a quote, up to the next one. */
const ADDRESS = /\b([a-z][a-z0-9+.-]{0,31}):\/\/((?:(?!\b[a-z][a-z0-9+.-]{0,31}:\/\/)[^\s"'<>`])+)/gi;

/** Servers that are logged in to: what stands before an `@` in such an address is hardly ever a path. */
const SERVER =
  /^(?:mongodb|postgres|mysql|mariadb|redis|valkey|amqp|mqtt|nats|mssql|oracle|clickhouse|ldap|smtp|imap|s?ftp)/i;

/** Parameters of a query that let somebody in. */
const SECRET =
  /([?&;](?:[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|signature|credential)|sig|key|auth|access_?key(?:_?id)?)=)[^&;#\s"'<>`]+/gi;

/** Text in which the credentials of URLs are replaced: what is stored or printed never holds them. */
export function redactCredentials(text: string): string {
  return text
    .replace(ADDRESS, (_whole, scheme: string, rest: string) => {
      const end = endOfCredentials(scheme, rest);
      return `${scheme}://${end < 0 ? rest : `***${rest.slice(end)}`}`;
    })
    .replace(SECRET, "$1***");
}

/** Where the `@` behind user and password stands. They should have no `/`, `?`, `#` and `@` in them (RFC 3986), and often do. */
function endOfCredentials(scheme: string, rest: string): number {
  const isServer = SERVER.test(scheme);
  const [authority = ""] = rest.split(/[/?#]/, 1);
  const [beforeQuery = ""] = rest.split(/[?#]/, 1);
  if (authority.includes("@")) return (isServer ? beforeQuery : authority).lastIndexOf("@");
  // A host may be followed by its port, and by further hosts; anything else behind a colon begins a password.
  if (/:(?!\d*(?:,|$))/.test(authority.replace(/^\[.*?\]/, ""))) return rest.lastIndexOf("@");
  return isServer ? beforeQuery.lastIndexOf("@") : -1;
}

/** Credentials stand at the top of what is noted; a value that contains itself has no end. */
const DEEPEST = 16;

/** The same for all texts in a value. */
export function redactDeep(value: unknown, depth: number = 0): unknown {
  if (typeof value === "string") return redactCredentials(value);
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactDeep(item, depth + 1)]));
  }
  return value;
}
