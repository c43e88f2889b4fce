import type { ScopeSetting } from "../config/scope-result.ts";
import { deepFreeze } from "../config/freeze.ts";
import { withEntryAt, nestedConfiguration, visiblePath } from "./configuration.ts";
import type { Dict } from "../values.ts";
import type { Scaffold, Scaffolding } from "./scaffold.ts";

/** What a scope of `scaffold` starts from: its ingredients as they are configured by now, and its logger as `_log`. */
export function scopeSetting(
  scaffold: Scaffold,
  scaffolding: Scaffolding,
  fixed: Dict,
  preset: Dict,
  keyRules: number,
): ScopeSetting {
  let fallback: Dict = {};
  for (const used of scaffold.subrunners) {
    fallback = withEntryAt(fallback, visiblePath(scaffold, used), nestedConfiguration(used, scaffolding));
  }
  return { fixed, preset, fallback: { ...deepFreeze(fallback), _log: scaffold.logger }, keyRules };
}
