import type { Dict } from "../values.ts";
import { iterateFlattened, setByDottedPath } from "./paths.ts";

/** Expands dotted keys at any level. */
export function convertToNestedDict(dict: Dict): Dict {
  const nested: Dict = {};
  for (const [path, leaf] of iterateFlattened(dict)) setByDottedPath(nested, path, leaf);
  return nested;
}
