import type { ConfigFormat } from "./format.ts";
import { PickleReader } from "./pickle-reader.ts";
import { writePickle } from "./pickle-writer.ts";

/** Python's pickle, of plain data only: nothing that a pickle asks to be called, imported or built is. */
export const PICKLE_FORMAT: ConfigFormat = {
  name: "pickle",
  read: (bytes, file) => new PickleReader(bytes, file).read(),
  write: writePickle,
};
