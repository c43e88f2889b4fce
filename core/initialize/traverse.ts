import { CircularDependencyError } from "../errors/index.ts";

interface Node<T> {
  readonly path: string;
  readonly ingredients: readonly T[];
}

/** An ingredient and all below it, each before those that it uses, with its depth. */
export function* traverseIngredients<T extends Node<T>>(
  ingredient: T,
  depth: number = 0,
  above: readonly T[] = [],
): Generator<[ingredient: T, depth: number]> {
  if (above.includes(ingredient)) {
    const circle = [...above.slice(above.indexOf(ingredient)), ingredient].map(({ path }) => path);
    throw new CircularDependencyError(`Ingredients use each other in a circle: ${circle.join(" → ")}.`);
  }
  yield [ingredient, depth];
  for (const used of ingredient.ingredients) yield* traverseIngredients(used, depth + 1, [...above, ingredient]);
}

/** All ingredients, the deepest first and the experiment last; those of one depth in the order of the first visit. */
export function sortIngredients<T extends Node<T>>(experiment: T): T[] {
  const depths = new Map<T, number>();
  for (const [ingredient, depth] of traverseIngredients(experiment)) {
    depths.set(ingredient, Math.max(depths.get(ingredient) ?? 0, depth));
  }
  return [...depths.keys()].toSorted((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0));
}
