// All that was compared, as text: two hosts that give the same have the same hash.

/** where a case's experiment stands, which is another place on each host */
const CASE_FILE = /[^\s"]*\/case-\d+\.mjs/g;

const lines = [];
let isOn = false;

/** Begins a case; nothing is kept of one that not all hosts can have. */
export function beginCase(title, isEverywhere) {
  isOn = isEverywhere;
  if (isOn) lines.push(`# ${title}`);
}

/** Keeps what our side gave. */
export function note(what, actual) {
  if (isOn) lines.push(`${what}: ${textOf(actual)}`.replaceAll(CASE_FILE, "<CASE>"));
}

export function endCases() {
  isOn = false;
}

/** SHA-256 of everything, in hexadecimal. */
export async function transcriptHash() {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("\n")));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function textOf(value) {
  return JSON.stringify(value, (_key, item) => {
    if (typeof item === "bigint") return `${item}n`;
    if (typeof item === "number" && (!Number.isFinite(item) || Object.is(item, -0)))
      return Object.is(item, -0) ? "-0" : String(item);
    if (ArrayBuffer.isView(item)) return [...item];
    if (item instanceof Set) return [...item];
    return item instanceof Map ? Object.fromEntries(item) : item;
  });
}
