/** An array of the package ndarray: `get(i, j, …)` over any strides. */
interface NdArray {
  readonly shape: readonly number[];
  get(...indices: readonly number[]): unknown;
}

/** The elements of an ndarray as lists of lists, a single value for one without dimensions; undefined for anything else. */
export function nestedLists(value: object): unknown {
  return isNdArray(value) ? listsBelow(value, []) : undefined;
}

function isNdArray(value: object): value is NdArray {
  return (
    "shape" in value &&
    Array.isArray(value.shape) &&
    "stride" in value &&
    Array.isArray(value.stride) &&
    "offset" in value &&
    typeof value.offset === "number" &&
    "get" in value &&
    typeof value.get === "function"
  );
}

function listsBelow(array: NdArray, indices: readonly number[]): unknown {
  const length = array.shape[indices.length];
  if (length === undefined) return array.get(...indices);
  return Array.from({ length }, (_hole, index) => listsBelow(array, [...indices, index]));
}
