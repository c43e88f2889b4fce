// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { BaseExperiment } from "../experiment/base-experiment.ts";
import type { RunRequest } from "../experiment/requested-run.ts";
import type { NamedScopeOptions } from "../experiment/written-sources.ts";
import type { MainOptions } from "../experiment/command.ts";
import type { At, DeepPartial, DictPaths, Settled, Visible } from "./dictionaries.ts";
import type { Captured, Injected } from "./captured.ts";
import type { AnyTree, Capturing, Ingredient, TypedNames } from "./ingredient.ts";
import type { Run } from "./run.ts";
import type { After, Entries, ObjectScopeOf, StandardSchema, WrongScope } from "./scopes.ts";

/** Updates: part of the configuration, or dotted paths. */
export type ConfigUpdates<V> = DeepPartial<V> & { readonly [path: `${string}.${string}`]: unknown } & {
  readonly seed?: number | bigint | string;
};

export type TypedRunRequest<V> = Omit<RunRequest, "configUpdates"> & {
  readonly configUpdates?: ConfigUpdates<V> | undefined;
};

/**
 * The heart of everything: a configuration, a main function and further commands, observers; and it can be run.
 *
 * @typeParam C its own configuration
 * @typeParam T the configurations of its ingredients, as one tree
 * @typeParam P its path
 */
export interface Experiment<C = any, T = AnyTree<C>, P extends string = string>
  extends
    Omit<BaseExperiment, TypedNames | "main" | "automain" | "validate" | "run" | "start" | "resolveConfig">,
    Capturing<Visible<P, C, T>> {
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
  ): Experiment<After<C, N>, T, P>;
  config<N extends object>(
    scope: ObjectScopeOf<N, C, T, Visible<P, C, T>>,
    options?: NamedScopeOptions,
  ): Experiment<After<C, N>, T, P>;
  config(scope: WrongScope<C, T, Settled<Visible<P, C, T>>>, options?: NamedScopeOptions): never;

  /** Says which entries may be set although no scope sets them. Has no effect at run time. */
  declare<D extends object>(): Experiment<C & Settled<D>, T, P>;

  /** Lets a schema (zod, valibot, arktype …) judge each configuration before a run; its output is discarded. */
  validate(schema: StandardSchema): this;

  /** The function that a run executes unless another command is named. */
  main<R>(fn: (config: Injected<Visible<P, C, T>>) => R): Captured<Visible<P, C, T>, [], R>;
  main<R>(
    options: Omit<MainOptions, "prefix">,
    fn: (config: Injected<Visible<P, C, T>>) => R,
  ): Captured<Visible<P, C, T>, [], R>;
  main<const X extends DictPaths<Visible<P, C, T>>, R>(
    options: MainOptions & { readonly prefix: X },
    fn: (config: Injected<At<Visible<P, C, T>, X>>) => R,
  ): Captured<At<Visible<P, C, T>, X>, [], R>;

  /** As `main`; and if this file is what was started, its command line is run once the file has been evaluated. */
  automain<R>(fn: (config: Injected<Visible<P, C, T>>) => R): Captured<Visible<P, C, T>, [], R>;
  automain<R>(
    options: Omit<MainOptions, "prefix">,
    fn: (config: Injected<Visible<P, C, T>>) => R,
  ): Captured<Visible<P, C, T>, [], R>;
  automain<const X extends DictPaths<Visible<P, C, T>>, R>(
    options: MainOptions & { readonly prefix: X },
    fn: (config: Injected<At<Visible<P, C, T>, X>>) => R,
  ): Captured<At<Visible<P, C, T>, X>, [], R>;

  /** Runs a command; rejects with the command's own error if it fails. */
  run(request?: TypedRunRequest<Visible<P, C, T>>): Promise<Run<Visible<P, C, T>>>;

  /** Starts a run and gives it at once; `finished` settles as the promise of `run()` does. */
  start(request?: TypedRunRequest<Visible<P, C, T>> & { readonly signal?: AbortSignal }): {
    run: Run<Visible<P, C, T>>;
    finished: Promise<Run<Visible<P, C, T>>>;
  };

  /** Settles a configuration without running anything. */
  resolveConfig(request?: TypedRunRequest<Visible<P, C, T>>): Promise<
    Omit<Awaited<ReturnType<BaseExperiment["resolveConfig"]>>, "config"> & {
      config: Run<Visible<P, C, T>>["config"];
    }
  >;
}
