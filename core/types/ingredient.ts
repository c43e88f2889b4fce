// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { BaseIngredient, IngredientOptions } from "../experiment/ingredient.ts";
import type { NamedScopeOptions, ScopeOptions } from "../experiment/written-sources.ts";
import type { CommandOptions } from "../experiment/command.ts";
import type { At, DictPaths, IsAny, Nest, Settled, UnionToIntersection, Visible } from "./dictionaries.ts";
import type { Captured, Injected } from "./captured.ts";
import type { After, Draft, Entries, ObjectScopeOf, WrongScope } from "./scopes.ts";

type Prefixed<V, X extends string> = Injected<At<V, X>>;

interface NameOptions {
  /** what it is called in messages and logs */
  readonly name: string;
  readonly prefix?: undefined;
}

interface PrefixOptions<X extends string> {
  /** dotted path of the dictionary of entries that the function is given */
  readonly prefix: X;
  /** what it is called in messages and logs */
  readonly name?: string;
}

/** The methods of ingredients whose types don't depend on what is chained. `V` is all that is visible. */
export interface Capturing<V> {
  /** Adds a scope that assigns entries on a draft of the configuration, one after another. */
  scope(statements: (draft: Draft) => void, options?: NamedScopeOptions): this;

  /** Adds a scope that is only used when its name is asked for (`with variant1`). */
  namedConfig<N extends object>(
    name: string,
    scope: (visible: Settled<V>) => Entries<N, V, {}>,
    options?: ScopeOptions,
  ): this;
  namedConfig<N extends object>(name: string, scope: ObjectScopeOf<N, V, {}, V>, options?: ScopeOptions): this;
  namedConfig(name: string, scope: WrongScope<V, {}, Settled<V>>, options?: ScopeOptions): never;

  /** The same with entries that are assigned, as in `.scope`. */
  namedScope(name: string, statements: (draft: Draft) => void, options?: ScopeOptions): this;

  /**
   * Fills in a function's first parameter from the configuration of the run that it is called in.
   *
   * @example
   * ```ts
   * const fit = ex.capture(({ lr, _rnd }, xs: number[]) => xs.map((x) => x * lr + _rnd.gauss()));
   * fit([1, 2, 3]);
   * ```
   *
   * A method says what its object is: `Model.prototype.step = ex.capture(function (this: Model, { lr }) { … })`.
   */
  capture<A extends readonly unknown[], R, This>(
    fn: (this: This, config: Injected<V>, ...args: A) => R,
  ): Captured<V, A, R, This>;
  capture<A extends readonly unknown[], R, This>(
    options: NameOptions,
    fn: (this: This, config: Injected<V>, ...args: A) => R,
  ): Captured<V, A, R, This>;
  capture<const X extends DictPaths<V>, A extends readonly unknown[], R, This>(
    options: PrefixOptions<X>,
    fn: (this: This, config: Prefixed<V, X>, ...args: A) => R,
  ): Captured<At<V, X>, A, R, This>;

  /** A captured function that can be started by its name. */
  command<R>(name: string, fn: (config: Injected<V>) => R): Captured<V, [], R>;
  command<R>(name: string, options: Omit<CommandOptions, "prefix">, fn: (config: Injected<V>) => R): Captured<V, [], R>;
  command<const X extends DictPaths<V>, R>(
    name: string,
    options: CommandOptions & { readonly prefix: X },
    fn: (config: Prefixed<V, X>) => R,
  ): Captured<At<V, X>, [], R>;

  /** Called before the command of every run that this is part of. */
  preRunHook<R>(fn: (config: Injected<V>) => R): Captured<V, [], R>;
  preRunHook<R>(options: NameOptions, fn: (config: Injected<V>) => R): Captured<V, [], R>;
  preRunHook<const X extends DictPaths<V>, R>(
    options: PrefixOptions<X>,
    fn: (config: Prefixed<V, X>) => R,
  ): Captured<At<V, X>, [], R>;

  /** Called after the command, unless that failed. */
  postRunHook<R>(fn: (config: Injected<V>) => R): Captured<V, [], R>;
  postRunHook<R>(options: NameOptions, fn: (config: Injected<V>) => R): Captured<V, [], R>;
  postRunHook<const X extends DictPaths<V>, R>(
    options: PrefixOptions<X>,
    fn: (config: Prefixed<V, X>) => R,
  ): Captured<At<V, X>, [], R>;
}

/** The names that typed signatures replace. */
export type TypedNames = keyof Capturing<unknown> | "config" | "declare" | "ingredients";

/**
 * A reusable part of experiments: a configuration with the functions and commands that use it.
 *
 * @typeParam C its own configuration
 * @typeParam T the configurations of the ingredients that it uses, as one tree
 * @typeParam P its path
 */
export interface Ingredient<C = any, T = AnyTree<C>, P extends string = string>
  extends Omit<BaseIngredient, TypedNames>, Capturing<Visible<P, C, T>> {
  /** types only */
  readonly "~types"?: { readonly path: P; readonly config: Settled<C>; readonly tree: T };

  readonly ingredients: Ingredient[];

  /**
   * Adds a scope: an object of entries (computed ones are getters, in which `this` is the whole configuration), or a
   * function of the entries so far that returns such an object.
   */
  config<N extends object>(
    scope: (visible: Settled<Visible<P, C, T>>) => Entries<N, C, T>,
    options?: NamedScopeOptions,
  ): Ingredient<After<C, N>, T, P>;
  config<N extends object>(
    scope: ObjectScopeOf<N, C, T, Visible<P, C, T>>,
    options?: NamedScopeOptions,
  ): Ingredient<After<C, N>, T, P>;
  config(scope: WrongScope<C, T, Settled<Visible<P, C, T>>>, options?: NamedScopeOptions): never;

  /** Says which entries may be set although no scope sets them. Has no effect at run time. */
  declare<D extends object>(): Ingredient<C & Settled<D>, T, P>;
}

/** The tree of ingredients where nothing is said about them: a configuration that isn't known may be anybody's. */
export type AnyTree<C> = IsAny<C> extends true ? any : {};

/** Anything that can be used as an ingredient, whatever its types. */
export interface AnyIngredient {
  readonly "~types"?: { readonly path: string; readonly config: any; readonly tree: any };
  readonly path: string;
}

type TreeOf<I> = I extends {
  readonly "~types"?: { readonly path: infer P extends string; readonly config: infer C; readonly tree: infer T };
}
  ? Nest<P, C> & T
  : never;

/** The configurations of some ingredients, each at its path. */
export type Tree<I extends readonly AnyIngredient[]> = I extends readonly []
  ? {}
  : UnionToIntersection<TreeOf<I[number]>>;

/** Options with their ingredients' types. */
export type WithIngredients<O extends IngredientOptions, I extends readonly AnyIngredient[]> = Omit<
  O,
  "ingredients"
> & {
  readonly ingredients?: I;
};
