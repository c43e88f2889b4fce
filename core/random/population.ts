import { count } from "./checks.ts";

/** What numpy's methods choose from: a list, or the numbers 0 … n - 1. */
export type Population = number | ArrayLike<unknown>;

export function populationSize(population: Population): number {
  return typeof population === "number" ? count(population, "The population") : population.length;
}

/** A list of all elements. */
export function elements(population: Population): unknown[] {
  return Array.from({ length: populationSize(population) }, (_, i) =>
    typeof population === "number" ? i : population[i],
  );
}

/** The elements at these indices. */
export function pick(population: Population, indices: ArrayLike<number>): unknown[] {
  return Array.from(indices, (index) => (typeof population === "number" ? index : population[index]));
}
