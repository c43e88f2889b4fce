import type { SacredRealm } from "../run/run-setup.ts";
import { cellPlace, currentTurn } from "./cells.ts";
import type { BaseIngredient } from "./ingredient.ts";

/** The interactive ingredients that are still in use, with the turn in which each was defined. */
const notebooks: WeakMap<SacredRealm, Map<WeakRef<BaseIngredient>, number>> = new WeakMap();

/**
 * An ingredient whose cell is run again takes the place of what that cell had made, in the experiments that use it: they
 * need not be defined again, too. A function that makes ingredients makes different ones each time.
 */
export function takePlace(ingredient: BaseIngredient, realm: SacredRealm): void {
  const turn = currentTurn();
  const others = notebooks.get(realm) ?? new Map<WeakRef<BaseIngredient>, number>();
  notebooks.set(realm, others.set(new WeakRef(ingredient), turn));
  for (const [reference, definedIn] of others) {
    const other = reference.deref();
    if (other === undefined) others.delete(reference);
    else if (definedIn !== turn && other.path === ingredient.path && isOtherRun(other, ingredient))
      replace(other, ingredient, others.keys());
  }
}

function isOtherRun(old: BaseIngredient, now: BaseIngredient): boolean {
  const { file } = now.site();
  const [cell, mark] = cellPlace({ file });
  const before = old.site();
  const [cellBefore, markBefore] = cellPlace(before);
  if (cell !== undefined) return cellBefore === cell && markBefore !== mark;
  // Where cells have no names, the prompt counts what is typed, and a console calls everything <anonymous>.
  return cellBefore === undefined && (file !== before.file || file?.includes("<") !== false);
}

function replace(old: BaseIngredient, now: BaseIngredient, owners: Iterable<WeakRef<BaseIngredient>>): void {
  for (const reference of owners) {
    const ingredients = reference.deref()?.ingredients ?? [];
    const index = ingredients.indexOf(old);
    if (index >= 0) ingredients[index] = now;
  }
}
