// Type-level arithmetic of configurations. `any` is the untyped mode (`new Experiment(...)`): every helper passes it on.
// oxlint-disable typescript/no-explicit-any

/** Shows an intersection as one object, and keeps JSDoc and go-to-definition. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {};

type Opaque =
  | readonly unknown[]
  | ((...args: any[]) => any)
  | Date
  | RegExp
  | Map<any, any>
  | Set<any>
  | ArrayBufferView;

/** Is `T` a dictionary of entries (and no list, date, function …)? */
export type IsDict<T> = T extends object ? (T extends Opaque ? false : true) : false;

export type IsAny<T> = 0 extends 1 & T ? true : false;

/** Any part of a configuration: what named configs and updates may give. */
export type DeepPartial<T> =
  IsAny<T> extends true ? any : { [K in keyof T]?: true extends IsDict<T[K]> ? DeepPartial<T[K]> : T[K] };

/**
 * A value as the configuration holds it: frozen, deep down. `null` and `[]` say nothing about what an update may put there.
 */
export type Settled<T> =
  IsAny<T> extends true
    ? any
    : [T] extends [null]
      ? unknown
      : T extends readonly unknown[]
        ? { readonly [K in keyof T]: [T[K]] extends [never] ? unknown : Settled<T[K]> }
        : true extends IsDict<T>
          ? { readonly [K in keyof T]: Settled<T[K]> }
          : T;

type MergeValue<A, B> = unknown extends A
  ? Settled<B>
  : [IsDict<A>, IsDict<B>] extends [true, true]
    ? Merge<A, B>
    : [B] extends [A]
      ? readonly unknown[] extends A
        ? Settled<B>
        : A
      : Settled<B>;

type MergedAt<A, B, K extends keyof B> = K extends keyof A ? MergeValue<A[K], B[K]> : Settled<B[K]>;

/** Keys whose value may be undefined: the entry isn't there then. */
type AbsentKeys<B> = {
  [K in keyof B]-?: IsAny<B[K]> extends true ? never : undefined extends B[K] ? K : never;
}[keyof B];

/** `B` over `A`: the entries after a later scope; dictionaries merge. */
export type Merge<A, B> =
  IsAny<A> extends true
    ? any
    : Simplify<
        { readonly [K in keyof A as K extends keyof B ? never : K]: A[K] } & {
          readonly [K in keyof B as K extends AbsentKeys<B> ? never : K]: MergedAt<A, B, K>;
        } & { readonly [K in keyof B as K extends AbsentKeys<B> ? K : never]?: MergedAt<A, B, K> }
      >;

type AllKeys<U> = U extends unknown ? keyof U : never;
type ValueAt<U, K extends PropertyKey> = U extends unknown ? (K extends keyof U ? U[K] : undefined) : never;
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/** A scope that returns different objects in different branches: entries missing from some become optional. */
export type Flat<U> =
  true extends IsUnion<U>
    ? Simplify<
        { [K in AllKeys<U> as undefined extends ValueAt<U, K> ? never : K]: ValueAt<U, K> } & {
          [K in AllKeys<U> as undefined extends ValueAt<U, K> ? K : never]?: ValueAt<U, K>;
        }
      >
    : U;

/** `V` at the dotted path `P`. */
export type Nest<P extends string, V> = P extends `${infer Head}.${infer Rest}`
  ? { [K in Head]: Nest<Rest, V> }
  : { [K in P]: V };

/** The dictionary at the dotted path `P`. */
export type At<C, P extends string> =
  IsAny<C> extends true
    ? any
    : P extends keyof C
      ? C[P]
      : P extends `${infer Head}.${infer Rest}`
        ? Head extends keyof C
          ? At<NonNullable<C[Head]>, Rest>
          : never
        : never;

/** Dotted paths of all dictionaries in `C`. */
export type DictPaths<C> =
  IsAny<C> extends true
    ? string
    : {
        [K in keyof C & string]: true extends IsDict<NonNullable<C[K]>>
          ? K | `${K}.${DictPaths<NonNullable<C[K]>>}`
          : never;
      }[keyof C & string];

export type UnionToIntersection<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void
  ? I
  : never;

/** Seen from the path `P`, the tree `T` of ingredients: below its own path the common part is left away. */
export type VisibleFrom<P extends string, T> =
  IsAny<T> extends true ? any : P extends keyof T ? Simplify<T[P] & Omit<T, P>> : T;

/** What a scope or a captured function sees: its own entries and those of its ingredients. */
export type Visible<P extends string, C, T> = IsAny<C> extends true ? any : Simplify<C & VisibleFrom<P, T>>;
