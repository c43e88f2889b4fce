import type { RunId } from "../run/observer.ts";
import type { Dict } from "../values.ts";
import type { Glimpse } from "./glimpse.ts";

/** What is shown of a run, wherever that runs: asked for again each time it is shown. */
export interface RunFacts {
  readonly name: string;
  readonly command: string;
  readonly id: RunId | null;
  /** undefined until it starts */
  readonly status: string | undefined;
  readonly startTime: Date | undefined;
  readonly stopTime: Date | undefined;
  readonly config: Dict;
  /** which entries an update or a named config has changed, by dotted path */
  readonly modifications?:
    | {
        readonly added: ReadonlySet<string>;
        readonly modified: ReadonlySet<string>;
        readonly typechanged: Pick<ReadonlyMap<string, unknown>, "has">;
      }
    | undefined;
  readonly result: unknown;
  /** the failure, line by line */
  readonly failTrace: readonly string[] | undefined;
  /** the end of its output */
  readonly output: string;
  /** how many characters there were before that */
  readonly lostUnits: number;
  /** the course of its metrics, undefined if it isn't kept */
  readonly glimpse: Pick<Glimpse, "metrics" | "refresh"> | undefined;
  /** the last point of each metric, known in any case */
  readonly last: readonly LastPoint[];
  /** nothing changes any more */
  readonly isOver: boolean;
}

export interface LastPoint {
  readonly name: string;
  readonly step: number;
  readonly value: number;
}
