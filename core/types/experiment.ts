// oxlint-disable typescript/no-explicit-any -- `any` is the untyped mode
import type { BaseExperiment } from "../experiment/base-experiment.ts";
import type { RunRequest } from "../experiment/requested-run.ts";
import type { NamedScopeOptions } from "../experiment/written-sources.ts";
import type { MainOptions } from "../experiment/command.ts";
import type { Run } from "../run/run.ts";
import type { At, DeepPartial, DictPaths, Visible } from "./dictionaries.ts";
import type { Captured, Injected } from "./captured.ts";
import type { Capturing, TypedNames } from "./ingredient.ts";
import type { After, Entries, ObjectScopeOf, StandardSchema } from "./scopes.ts";

/** Updates: part of the configuration, or dotted paths. */
export type ConfigUpdates<V> = DeepPartial<V> & { readonly [path: `${string}.${string}`]: unknown } & {
  readonly seed?: number | bigint | string;
};

export type TypedRunRequest<V> = Omit<RunRequest, "configUpdates"> & {
  readonly configUpdates?: ConfigUpdates<V> | undefined;
};

/** A run with its configuration's type. */
export type TypedRun<V> = Omit<Run, "config"> & { readonly config: Readonly<V> & { readonly seed: number } };

/**
 * The heart of everything: a configuration, a main function and further commands, observers; and it can be run.
 *
 * @typeParam P its path
 * @typeParam C its own configuration
 * @typeParam T the configurations of its ingredients, as one tree
 */
export interface Experiment<P extends string = string, C = any, T = any>
  extends
    Omit<BaseExperiment, TypedNames | "main" | "automain" | "validate" | "run" | "start" | "resolveConfig">,
    Capturing<Visible<P, C, T>> {
  /** types only */
  readonly "~types"?: { readonly path: P; readonly config: C; readonly tree: T };

  /**
   * Adds a scope: an object of entries (computed ones are getters, in which `this` is the whole configuration), or a
   * function of the entries so far that returns such an object.
   */
  config<N extends object>(
    scope: (visible: Readonly<Visible<P, C, T>>) => Entries<N, C, T>,
    options?: NamedScopeOptions,
  ): Experiment<P, After<C, N>, T>;
  config<N extends object>(
    scope: ObjectScopeOf<N, C, T, Visible<P, C, T>>,
    options?: NamedScopeOptions,
  ): Experiment<P, After<C, N>, T>;

  /** Says which entries may be set although no scope sets them. Has no effect at run time. */
  declare<D extends object>(): Experiment<P, C & D, T>;

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
  run(request?: TypedRunRequest<Visible<P, C, T>>): Promise<TypedRun<Visible<P, C, T>>>;

  /** Starts a run and gives it at once; `finished` settles as the promise of `run()` does. */
  start(request?: TypedRunRequest<Visible<P, C, T>> & { readonly signal?: AbortSignal }): {
    run: TypedRun<Visible<P, C, T>>;
    finished: Promise<TypedRun<Visible<P, C, T>>>;
  };

  /** Settles a configuration without running anything. */
  resolveConfig(request?: TypedRunRequest<Visible<P, C, T>>): Promise<
    Omit<Awaited<ReturnType<BaseExperiment["resolveConfig"]>>, "config"> & {
      config: Readonly<Visible<P, C, T>> & { readonly seed: number };
    }
  >;
}
