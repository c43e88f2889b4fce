import { DefinitionError } from "./errors/index.ts";
import type { HostInfoGatherer } from "./host.ts";

/** What hosts find out by themselves. */
const TAKEN: readonly string[] = [
  "hostname",
  "os",
  "python_version",
  "node_version",
  "v8_version",
  "cpu",
  "cpu_count",
  "gpus",
  "ENV",
];

/**
 * A further entry of the host information that is stored with each run.
 *
 * @param gather gives a value as a configuration holds it, or a promise of one; undefined leaves the entry out
 *
 * @example
 * ```ts
 * const disk = hostInfoGatherer("disk", () => readFileSync("/proc/mounts", "utf8"));
 * const ex = experiment("svm", { additionalHostInfo: [disk] });
 * ```
 */
export function hostInfoGatherer(name: string, gather: () => unknown): HostInfoGatherer {
  return { name, gather };
}

/** @throws {DefinitionError} if a gatherer would replace what the host finds out by itself, or another one */
export function checkHostInfoNames(gatherers: readonly HostInfoGatherer[]): readonly HostInfoGatherer[] {
  const seen = new Set(TAKEN);
  for (const { name } of gatherers) {
    if (seen.has(name)) {
      throw new DefinitionError(
        `The host information "${name}" is already gathered: call it something else than ${[...seen].join(", ")}.`,
      );
    }
    seen.add(name);
  }
  return gatherers;
}
