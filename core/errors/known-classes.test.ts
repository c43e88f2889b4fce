import { expect, test } from "vitest";
import * as errors from "./index.ts";
import { KNOWN_CLASSES } from "./sacred-error.ts";

test("every error class of the package is known by its name", () => {
  const classes = Object.entries(errors).filter(
    ([, value]) => value === errors.SacredError || value.prototype instanceof Error,
  );
  expect(KNOWN_CLASSES).toEqual(Object.fromEntries(classes));
});
