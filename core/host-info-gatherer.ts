import type { HostInfoGatherer } from "./host.ts";

/**
 * A further entry of the host information that is stored with each run.
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
