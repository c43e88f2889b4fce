import { isDictionary } from "../../core/record/run-entry.ts";
import { fetchSource } from "./fetch-source.ts";

/** A JSON file. Empty if there is none: development servers answer with a page whatever is asked for. */
export async function fetchDictionary(
  address: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const content: unknown = JSON.parse((await fetchSource(address, signal))?.text ?? "{}");
    return isDictionary(content) ? content : {};
  } catch {
    return {};
  }
}
