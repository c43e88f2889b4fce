import { messageOf } from "../core/errors/thrown.ts";
import { HostError } from "../core/errors/index.ts";
import type { FileSource, NotedFile } from "../core/run/file-source.ts";

/** Contents without a name of their own: artifacts are given one, or get this. */
const UNNAMED = "unnamed";

/**
 * The file of a resource or artifact: observers can't read it by its name, so it comes with its content. What is at an
 * address is fetched now, as it is now.
 *
 * @throws {HostError} if nothing can be fetched there
 */
export async function noteFile(file: FileSource): Promise<NotedFile> {
  if (typeof file === "string" || file instanceof URL) return fetched(new URL(file, location.href).href);
  const filename = file instanceof File ? file.name : UNNAMED;
  if (file instanceof Blob) return { filename, content: file, contentType: file.type === "" ? undefined : file.type };
  // A copy: the program goes on with the bytes, which may be a part of something larger.
  if (file instanceof Uint8Array) return { filename, content: file.slice() };
  throw new HostError("An artifact or resource is a File, a Blob, a Uint8Array, or an address to fetch it from.");
}

async function fetched(href: string): Promise<NotedFile> {
  const advice = "Give its content instead: a File, a Blob or a Uint8Array.";
  let response: Response;
  try {
    response = await fetch(href);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new HostError(`${href} can't be fetched: ${reason}. ${advice}`, { cause });
  }
  if (!response.ok)
    throw new HostError(`${href} can't be fetched: ${response.status} ${response.statusText}. ${advice}`);
  const content = await response.blob();
  return { filename: href, content };
}
