import type { Run } from "../run/run.ts";
import { factsOf } from "./facts-of.ts";
import { runDocument } from "./run-html.ts";
import { runText } from "./run-text.ts";

/** A run by media type, as Jupyter's kernels ask for it. */
export interface RunDisplay {
  readonly "text/plain": string;
  readonly "text/html": string;
}

export function displayOf(run: Run): RunDisplay {
  const facts = factsOf(run);
  return { "text/plain": runText(facts), "text/html": runDocument(facts) };
}
