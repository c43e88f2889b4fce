import * as paths from "sacred-ts/internals";
import { difference } from "../compare/values.mjs";

const FUNCTIONS = {
  set_by_dotted_path: (dict, path, value) => (paths.setByDottedPath(dict, path, value), dict),
  get_by_dotted_path: paths.getByDottedPath,
  iterate_flattened: (dict) => [...paths.iterateFlattened(dict)],
  iterate_flattened_separately: (dict, first) =>
    [...paths.iterateFlattenedSeparately(dict, first)].map(([path, value]) => [
      path,
      value === paths.PATHCHANGE ? { $pathchange: true } : value,
    ]),
  iter_prefixes: (path) => [...paths.iteratePrefixes(path)],
  join_paths: paths.joinPaths,
  is_prefix: paths.isPrefix,
  rel_path: paths.relPath,
  convert_to_nested_dict: paths.convertToNestedDict,
  recursive_update: paths.recursiveUpdate,
};

/** paths.json: helpers for dotted paths. */
export function path({ fn, args, result, error }) {
  let actual;
  try {
    actual = FUNCTIONS[fn](...structuredClone(args));
  } catch (thrown) {
    return error === undefined ? `failed: ${thrown.stack}` : undefined;
  }
  return error === undefined
    ? difference("result", actual, result)
    : `expected ${error.class}, got ${JSON.stringify(actual)}`;
}
