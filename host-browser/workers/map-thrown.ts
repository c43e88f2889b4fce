import type { PortableThrown } from "../../core/errors/portable-error.ts";
import { mapStack } from "../sources/source-maps.ts";

/** What was thrown, its causes and parts, with stacks in the lines that the user has written. Never rejects. */
export async function mapThrown(thrown: PortableThrown): Promise<PortableThrown> {
  if ("value" in thrown) return thrown;
  const { stack, cause, errors, ...rest } = thrown.error;
  return {
    error: {
      ...rest,
      stack: stack === undefined ? undefined : await mapStack(stack),
      ...(cause === undefined ? {} : { cause: await mapThrown(cause) }),
      ...(errors === undefined ? {} : { errors: await Promise.all(errors.map(mapThrown)) }),
    },
  };
}
