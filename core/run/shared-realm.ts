import type { PrintProgramOutput } from "../host.ts";
import type { Seed } from "../random/seed.ts";
import type { Run } from "./run.ts";

/** A generator as far as other copies of the package use it. */
export interface RandomBits {
  /** a non-negative integer of k random bits */
  getrandbits(k: number): number | bigint;
}

/**
 * What another copy of the package may ask about the runs of this one. `sacred-ts/wasi` is a file of its own in browsers, as
 * the standalone file is, and yet its programs belong to the run that starts them.
 */
export interface SharedRealm {
  /** the run that the calling code belongs to */
  current(): Run | undefined;
  readonly live: ReadonlySet<Run>;
  /** how programs print where the process has no streams that runs could capture */
  readonly printing: (() => Promise<PrintProgramOutput>) | undefined;
  random(seed: Seed): RandomBits;
  /** Calls back once nothing more is stored of a run, and nothing tried again. */
  whenOver(run: Run, callback: () => void): void;
}

declare global {
  /** of all copies of the package on this page, or in this process; by what is theirs alone */
  var sacredTsRealms: Map<object, SharedRealm> | undefined;
}

export interface RunInRealm {
  readonly run: Run;
  readonly realm: SharedRealm;
}

/** The run that the calling code belongs to, else the only one there is; undefined outside of any. */
export function currentRun(): RunInRealm | undefined {
  const realms = [...(globalThis.sacredTsRealms?.values() ?? [])];
  for (const realm of realms) {
    const run = realm.current();
    if (run !== undefined && !run.isOver) return { run, realm };
  }
  const live = realms.flatMap((realm) => Array.from(realm.live, (run) => ({ run, realm })));
  return live.length === 1 ? live[0] : undefined;
}
