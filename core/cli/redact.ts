/** A URL's user information: `scheme://user:password@` */
const CREDENTIALS = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/]+@/gi;

/** Text in which the credentials of URLs are replaced: what is stored or printed never holds them. */
export function redactCredentials(text: string): string {
  return text.replace(CREDENTIALS, "$1***@");
}

/** The same for all texts in a value. */
export function redactDeep(value: unknown): unknown {
  if (typeof value === "string") return redactCredentials(value);
  if (Array.isArray(value)) return value.map(redactDeep);
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactDeep(item)]));
  }
  return value;
}
