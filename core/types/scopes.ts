// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { DeepPartial, Flat, IsAny, IsDict, Merge, Settled } from "./dictionaries.ts";

// How scopes are checked. TypeScript infers what a getter returns only if nothing asks for that before it has chosen a
// signature: the type of `this` isn't known until then, and would be `any`. So of an object's values just those are looked at
// that stand in plain properties; a getter is known by being readonly.

type SpecialValue = "_config" | "_log" | "_run" | "_seed" | "_rnd";

/** What can't be an entry. */
type Refused = ((...args: never[]) => unknown) | PromiseLike<unknown> | symbol;

/** `NoInfer` keeps the comparison from looking at values. */
type IsSame<A, B> =
  (<X>() => X extends NoInfer<A> ? 1 : 2) extends <X>() => X extends NoInfer<B> ? 1 : 2 ? true : false;

type PlainKeys<N> = {
  [K in keyof N]-?: IsSame<{ [Q in K]: N[Q] }, { -readonly [Q in K]: N[Q] }> extends true ? K : never;
}[keyof N];

/** A dictionary is compared with the one that is there entry by entry, any other value with the type that is there. */
type CheckedValue<V, C> = V extends Refused ? never : [true, true] extends [IsDict<V>, IsDict<C>] ? Checked<V, C> : C;

type Checked<N, C> =
  IsAny<C> extends true ? unknown : { [K in PlainKeys<N>]: CheckedValue<N[K], K extends keyof C ? C[K] : unknown> };

/** As long as `N` isn't inferred, literals take their types from the entries that are there: "rbf" | "linear". */
type Known<N, C> = keyof N extends never ? NoInfer<DeepPartial<C>> : {};

/** Names that aren't free: special values, and the ingredients `T`. */
type FreeNames<N, T> = { [K in Extract<keyof N, SpecialValue | (IsAny<T> extends true ? never : keyof T)>]: never };

/** Scopes are synchronous, and a function is not an object of entries. */
type RefuseWhole<N> = N extends PromiseLike<unknown> | Iterator<unknown> | ((...args: never[]) => unknown)
  ? never
  : unknown;

/** An object scope: entries `N` on top of `C`. In its getters `this` is the whole configuration `V`. */
export type ObjectScopeOf<N, C, T, V> = N &
  Known<N, C> &
  NoInfer<Checked<N, C>> &
  FreeNames<N, T> &
  RefuseWhole<N> &
  ThisType<Settled<Omit<V, keyof N>> & Readonly<N>>;

type RefuseValues<N> = { [K in keyof N]: N[K] extends Refused ? never : N[K] };

/** What a function scope returns. */
export type Entries<N, C, T> = N & DeepPartial<C> & FreeNames<N, T> & RefuseWhole<N> & RefuseValues<N>;

/** The configuration after a scope. */
export type After<C, N> = Merge<C, Flat<N>>;

/**
 * Takes no scope that is right, and is the last signature: compilers quote it where a scope is wrong. It names what is
 * expected, which the others can't: there a mistake makes an entry's type `never`.
 */
export type WrongScope<C, T, V> = WrongEntries<C, T> | ((visible: V) => WrongEntries<C, T>);

type WrongEntries<C, T> = (IsAny<C> extends true ? unknown : DeepPartial<C>) & {
  readonly [K in SpecialValue]?: "the name of a special value, which can't be set";
} & (IsAny<T> extends true
    ? unknown
    : { readonly [K in keyof T]?: "an ingredient, whose entries its own scopes set" }) & {
    readonly [name: string]: Entry;
  } & ThisType<any>;

/** No function, promise or symbol. */
type Entry =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | (object & { readonly bind?: never; readonly then?: never });

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
