import { isPlainObject } from "../config/plain-object.ts";

/** Classes whose objects hold something that their entries don't show. Named: not every host has all of them. */
const OPAQUE =
  /^(?:(?:Shared)?ArrayBuffer|DataView|Weak(?:Map|Set|Ref)|Blob|File|(?:Read|Writ)ableStream|(?:Async)?Generator|.* Iterator|Iterator Helper)$/;

/** Is it an object that would seem to be an empty dictionary: bytes without a type, a stream, an iterator? */
export function isOpaque(value: object): boolean {
  // Of what has a prototype of its own only: a dictionary may have an entry of any name.
  if (isPlainObject(value)) return false;
  return OPAQUE.test(Object.prototype.toString.call(value).slice(8, -1));
}
