type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles if `A` and `B` are the same type. */
export function same<A, B>(..._same: Equal<A, B> extends true ? [] : [expected: B, found: A]): void {}
