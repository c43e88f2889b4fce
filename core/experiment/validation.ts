import { ConfigValidationError } from "../errors/index.ts";
import type { SchemaResult, StandardSchema } from "../types/scopes.ts";
import type { Dict } from "../values.ts";

/**
 * Lets schemas judge a configuration; their output is discarded, and all issues are reported together.
 *
 * @returns a promise where a schema is asynchronous
 * @throws {ConfigValidationError} at once where none is
 */
export function validateConfig(config: Dict, schemas: readonly StandardSchema[]): Promise<void> | undefined {
  const results = schemas.map((schema) => schema["~standard"].validate(config));
  if (!results.every(isSettled)) return Promise.all(results.map((result) => Promise.resolve(result))).then(report);
  report(results);
  return undefined;
}

function isSettled(result: SchemaResult | Promise<SchemaResult>): result is SchemaResult {
  return !(result instanceof Promise);
}

function report(results: readonly SchemaResult[]): void {
  const issues = results.flatMap((result) => result.issues ?? []);
  if (issues.length === 0) return;
  const paths = issues.map(({ path = [] }) =>
    path.map((part) => String(typeof part === "object" ? part.key : part)).join("."),
  );
  const lines = issues.map(({ message }, index) => `  ${paths[index] || "(the configuration)"}: ${message}`);
  throw new ConfigValidationError(`The configuration is not valid:\n${lines.join("\n")}`, {
    conflictingConfigs: paths,
  });
}
