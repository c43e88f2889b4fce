// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { Run as AnyRun } from "../run/run.ts";
import type { IsAny, Settled } from "./dictionaries.ts";

/** One run of an experiment: its settled configuration `C`, what it is doing, and what became of it. */
export interface Run<C = any> extends Omit<AnyRun, "config"> {
  readonly config: IsAny<C> extends true ? any : Settled<C> & { readonly seed: number };
}
