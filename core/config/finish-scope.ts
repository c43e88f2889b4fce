import { type Dict, isDict, type Value } from "../values.ts";
import { revealFixed } from "../wasm/merge.ts";
import { cohere } from "../wasm/summary.ts";
import { compareCodePoints } from "./code-points.ts";
import { assertKeys } from "./config-keys.ts";
import { deepFreeze } from "./freeze.ts";
import { defineEntry } from "./define-entry.ts";
import type { Assignments, ScopeResult, ScopeSetting } from "./scope-result.ts";

/** From what a scope has assigned to its result: fixed entries are revealed, earlier ones filled in, keys checked. */
export function finishScope(assignments: Assignments, setting: ScopeSetting): ScopeResult {
  const revealed =
    Object.keys(setting.fixed).length === 0
      ? { value: assignments.values, added: [] }
      : revealFixed(assignments.values, setting.fixed);
  const marks = {
    added: new Set(revealed.added),
    modified: new Set(assignments.modified),
    typechanged: new Map(Array.from(assignments.typechanged, ([path, from, to]) => [path, [from, to] as const])),
  };
  cohere(marks);
  const config = fillIn(isDict(revealed.value) ? revealed.value : {}, setting.preset);
  assertKeys(config, setting.keyRules);
  return {
    ...marks,
    config: deepFreeze(config),
    ignoredFallbacks: [...new Set(assignments.ignoredFallbacks)].sort(compareCodePoints),
    docs: assignments.docs,
    remarks: assignments.computedNaN.map((path) => ({
      path,
      text: "is NaN by its getter.",
    })),
  };
}

/** `config` with the entries of `preset` that it lacks, recursively (Sacred's recursive_fill_in). */
function fillIn(config: Dict, preset: Dict): Dict {
  const filled: Dict = {};
  for (const [key, value] of Object.entries(config)) {
    const earlier: Value | undefined = Object.hasOwn(preset, key) ? preset[key] : undefined;
    defineEntry(filled, key, isDict(value) && isDict(earlier) ? fillIn(value, earlier) : value);
  }
  for (const [key, value] of Object.entries(preset)) {
    if (!Object.hasOwn(config, key)) defineEntry(filled, key, value);
  }
  return filled;
}
