import { readDescriptions } from "../../core/config/comments/read-descriptions.ts";
import { fetchSource, LONGEST_WAIT_MS } from "./fetch-source.ts";

/** Fetches the files whose comments describe entries. @returns what reads them */
export async function prepareDocs(files: readonly string[]): Promise<typeof readDescriptions> {
  const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
  await Promise.all(files.map((file) => fetchSource(file, signal)));
  return readDescriptions;
}
