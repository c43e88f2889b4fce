import type { MetricColumns } from "../metrics/metric-columns.ts";
import { Glimpse } from "./glimpse.ts";

/**
 * A glimpse that keeps the points of a run from now on.
 *
 * Runs load this file, and not the class: `sacred-ts/browser` imports that statically, and Vite's dev server would arrange its
 * chunks anew (and reload the page) once a worker asks for `sacred-ts`.
 */
export function glimpseOf(metrics: MetricColumns): Glimpse {
  const glimpse = new Glimpse();
  glimpse.follow(metrics);
  return glimpse;
}
