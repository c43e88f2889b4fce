import type { ScopeSetting } from "../config/scope-result.ts";
import { deepFreeze } from "../config/freeze.ts";
import type { Dict } from "../values.ts";
import { scopeView } from "./configuration.ts";
import type { Scaffold } from "./scaffold.ts";

/** What a scope of `scaffold` starts from: its ingredients as they are configured by now, and its logger as `_log`. */
export function scopeSetting(scaffold: Scaffold, fixed: Dict, preset: Dict, keyRules: number): ScopeSetting {
  const fallback = { ...deepFreeze(scopeView(scaffold)), _log: scaffold.logger };
  return { fixed, preset, fallback, keyRules, isNamed: false };
}
