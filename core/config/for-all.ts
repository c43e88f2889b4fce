import { ConfigError, ConfigValueError } from "../errors/index.ts";

/** A value is too large, or contains itself: nothing that comes after it is looked at. */
export class TooLargeError extends ConfigValueError {}

/**
 * Does something with all items, and tells at once all that is wrong with the configuration.
 *
 * @throws {ConfigError} the only mistake as it is; several as one error
 */
export function forAll<T>(items: Iterable<T>, visit: (item: T) => void): void {
  const found = new Set<ConfigError>();
  for (const item of items) {
    try {
      visit(item);
    } catch (error) {
      if (!(error instanceof ConfigError) || error instanceof TooLargeError) throw error;
      found.add(error);
    }
  }
  const errors = [...found];
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1)
    throw new ConfigError(errors.map(({ message }) => message).join("\n"), {
      conflictingConfigs: errors.flatMap(({ conflictingConfigs }) => conflictingConfigs),
      cause: errors.find(({ cause }) => cause)?.cause,
    });
}
