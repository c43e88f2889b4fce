import type { HostSources } from "../host.ts";
import type { ConfigSettings } from "../settings.ts";
import type { ConfigSource } from "./config-source.ts";

/** The descriptions that comments give to the entries of a scope; none where its source can't be had. */
export function describeComments(
  source: ConfigSource,
  sources: HostSources,
  settings: ConfigSettings,
): ReadonlyMap<string, string> {
  const { file, line, column } = source.site();
  const text = file === undefined ? undefined : sources.read(file);
  if (text === undefined || line === undefined) return new Map();
  const ignored = settings.ignoredComments.map((pattern) => new RegExp(pattern));
  const isIgnored = (comment: string): boolean => ignored.some((pattern) => pattern.test(comment));
  return sources.describe(text, line, source.kind === "statements", isIgnored, column);
}
