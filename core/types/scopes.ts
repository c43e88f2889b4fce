// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { DeepPartial, Flat, IsAny, Merge } from "./dictionaries.ts";

/** What can't be an entry: said by the type of the entry itself, so that the message points at it. */
type Refuse<N> = {
  [K in keyof N]: K extends "_config" | "_log" | "_run" | "_seed" | "_rnd"
    ? never
    : N[K] extends (...args: never[]) => unknown
      ? never
      : N[K] extends PromiseLike<unknown>
        ? never
        : N[K];
};

/** The entries `N` of a scope on top of `C`: known entries keep their types, and ingredients `T` can't be overwritten. */
export type Entries<N, C, T> = N & DeepPartial<C> & Refuse<N> & RefuseWhole<N> & IngredientsUntouched<T>;

/** Scopes are synchronous, and a function is not an object of entries. */
type RefuseWhole<N> = N extends PromiseLike<unknown> | Iterator<unknown> | ((...args: never[]) => unknown)
  ? never
  : unknown;

type IngredientsUntouched<T> = IsAny<T> extends true ? unknown : { [K in keyof T]?: never };

/** An object scope: in its getters `this` is the whole configuration. */
export type ObjectScopeOf<N, C, T, V> = Entries<N, C, T> & ThisType<Readonly<Omit<V, keyof N> & N>>;

/** The configuration after a scope. */
export type After<C, N> = Merge<C, Flat<N>>;

/** A named config sets known entries, and may add others. */
export type NamedEntries<N, V> = N & DeepPartial<V> & Refuse<N> & RefuseWhole<N>;

/** A schema of zod, valibot, arktype … (https://standardschema.dev) */
export interface StandardSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
  };
}

export type SchemaResult = {
  readonly value?: unknown;
  readonly issues?:
    | readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[]
    | undefined;
};

/** A draft of the configuration, which a statement scope assigns to. */
export type Draft = any;
