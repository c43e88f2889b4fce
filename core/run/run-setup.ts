import type { BindingLookup } from "../captured/binding.ts";
import type { ExperimentInfo, Host } from "../host.ts";
import type { ConfigModifications } from "../initialize/modifications.ts";
import type { Logger } from "../logging/logger.ts";
import type { Settings } from "../settings.ts";
import type { Dict } from "../values.ts";
import type { CapturedOutFilter } from "./captured-output.ts";
import type { RunObserver } from "./observer.ts";
import type { RunRegistry } from "./registry.ts";
import type { Run } from "./run.ts";

/** What all experiments of one realm share. */
export interface SacredRealm {
  readonly host: Host;
  readonly settings: Settings;
  readonly registry: RunRegistry;
}

/** The function that a run executes. */
export interface RunCommand {
  /** its own name */
  readonly name: string;
  /** its prefix and name, which is what observers are told (as Sacred does) */
  readonly path: string;
  readonly unobserved: boolean;
  invoke(args: readonly unknown[]): unknown;
}

/** Everything that is settled before a run starts. */
export interface RunSetup {
  readonly realm: SacredRealm;
  readonly config: Dict;
  readonly configModifications: ConfigModifications;
  readonly seed: number | string;
  readonly command: RunCommand;
  readonly observers: readonly RunObserver[];
  readonly rootLogger: Logger;
  readonly runLogger: Logger;
  /** about the experiment's code, without looking for it */
  readonly knownInfo: () => ExperimentInfo;
  readonly experimentInfo: (warn: (message: string) => void) => ExperimentInfo | Promise<ExperimentInfo>;
  readonly hostInfo: () => Dict | Promise<Dict>;
  readonly preRunHooks: readonly (() => unknown)[];
  readonly postRunHooks: readonly (() => unknown)[];
  readonly capturedOutFilter: CapturedOutFilter | undefined;
  readonly force: boolean;
  /** what each captured function is called with */
  readonly bindings: (run: Run) => BindingLookup;
  readonly warnings: readonly string[];
  /** a schema's verdict that is still awaited */
  readonly validation: Promise<void> | undefined;
}
