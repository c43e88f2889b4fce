import { type AnyCaptured, type CapturedDefinition, captureFunction } from "../captured/captured-function.ts";
import type { ConfigSource } from "../config/config-source.ts";
import { joinPaths } from "../config/paths.ts";
import { DefinitionError } from "../errors/index.ts";
import type { CallSite, ExperimentInfo } from "../host.ts";
import type { ConfigHook, IngredientDefinition } from "../initialize/definition.ts";
import { traverseIngredients } from "../initialize/traverse.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import type { Command, CommandOptions, HookOptions } from "./command.ts";
import { assertList, assertName, assertOptions } from "./definition-checks.ts";
import { infoRequest } from "./experiment-info.ts";
import { type HookArguments, splitOptions } from "./function-arguments.ts";
import {
  type ConfigFile,
  type ScopeOptions,
  writtenDictionary,
  writtenScope,
  writtenStatements,
} from "./written-sources.ts";

export interface IngredientOptions {
  readonly ingredients?: readonly BaseIngredient[];
  /** defined where there is no source file to record: a REPL, `node -e`, a notebook cell */
  readonly interactive?: boolean;
  /** sources are stored relative to this folder */
  readonly baseDir?: string;
  readonly saveGitInfo?: boolean;
  readonly doc?: string;
}

/**
 * What an ingredient collects: configurations, named configs, captured functions, commands, hooks. Nothing is evaluated
 * before a run. The typed classes are in front of this one.
 */
export class BaseIngredient implements IngredientDefinition {
  /** for messages */
  static readonly KIND: string = "ingredient";
  static readonly OPTIONS: readonly string[] = ["ingredients", "interactive", "baseDir", "saveGitInfo", "doc"];

  readonly path: string;
  readonly ingredients: BaseIngredient[];
  readonly configurations: ConfigSource[] = [];
  readonly namedConfigs: Map<string, ConfigSource> = new Map();
  readonly configHooks: ConfigHook[] = [];
  readonly capturedFunctions: CapturedDefinition[] = [];
  readonly commands: Map<string, Command> = new Map();
  readonly preRunHooks: (() => unknown)[] = [];
  readonly postRunHooks: (() => unknown)[] = [];
  readonly interactive: boolean;
  readonly baseDir: string | undefined;
  readonly saveGitInfo: boolean;
  readonly doc: string | undefined;
  /** files named by `addSourceFile`, and "name==version" by `addPackageDependency` */
  readonly addedSources: string[] = [];
  readonly addedPackages: string[] = [];
  /** where the ingredient was defined */
  readonly site: () => CallSite;
  protected readonly realm: SacredRealm;

  constructor(realm: SacredRealm, path: string, options: IngredientOptions = {}, defined: Function = new.target) {
    const { KIND, OPTIONS } = new.target;
    assertName(KIND, path);
    assertOptions(`The ${KIND} "${path}"`, options, OPTIONS);
    assertList(`The ingredients of "${path}"`, options.ingredients ?? [], (item) => item instanceof BaseIngredient);
    this.realm = realm;
    this.path = path;
    this.ingredients = [...(options.ingredients ?? [])];
    this.interactive = options.interactive ?? false;
    this.baseDir = options.baseDir;
    this.saveGitInfo = options.saveGitInfo ?? true;
    this.doc = options.doc;
    this.site = realm.host.sources.callSite(defined);
  }

  // Configuration

  config(scope: unknown, options: ScopeOptions = {}): this {
    this.#configure(writtenScope(this.realm, scope, options, this.config));
    return this;
  }

  scope(statements: unknown, options: ScopeOptions = {}): this {
    this.#configure(writtenStatements(this.realm, statements, options, this.scope));
    return this;
  }

  namedConfig(name: string, scope: unknown, options: ScopeOptions = {}): this {
    this.#defineNamedConfig(name, writtenScope(this.realm, scope, options, this.namedConfig));
    return this;
  }

  namedScope(name: string, statements: unknown, options: ScopeOptions = {}): this {
    this.#defineNamedConfig(name, writtenStatements(this.realm, statements, options, this.namedScope));
    return this;
  }

  declare(): this {
    return this;
  }

  #defineNamedConfig(name: string, source: ConfigSource): void {
    if (this.namedConfigs.has(name) && !this.interactive) {
      throw new DefinitionError(`There is already a named config "${name}". Take another name.`);
    }
    this.namedConfigs.set(name, source);
  }

  /** Adds a plain dictionary, or a file (.json, .yaml), as a configuration in which nothing is computed. */
  addConfig(config: object | ConfigFile): this {
    this.#configure(writtenDictionary(this.realm, config, this.addConfig));
    return this;
  }

  /** The same as a named config. */
  addNamedConfig(name: string, config: object | ConfigFile): this {
    this.#defineNamedConfig(name, writtenDictionary(this.realm, config, this.addNamedConfig));
    return this;
  }

  /** A function that is called after the ingredient's scopes; what it returns is merged over the configuration. */
  configHook(hook: ConfigHook): this {
    this.replaceOrPush(this.configHooks, hook, hasNameOf(hook.name));
    return this;
  }

  // Captured functions, commands, hooks

  capture(...args: HookArguments): AnyCaptured {
    return this.#capture("capture", args);
  }

  command(
    name: string,
    ...args: readonly [fn: Function] | readonly [options: CommandOptions, fn: Function]
  ): AnyCaptured {
    const [options, fn] = splitOptions<CommandOptions>(args);
    assertName("a command", name);
    assertOptions(`The command "${name}"`, options, ["name", "prefix", "unobserved", "doc"]);
    return this.defineCommand(name, options, fn).captured;
  }

  protected defineCaptured(
    fn: Function,
    options: { name?: string | undefined; prefix?: string | undefined },
    kind: string,
  ): CapturedDefinition {
    const definition = captureFunction(fn, options, kind, this.realm.registry, this.realm.host.sources.tokenize);
    const hasName = hasNameOf(options.name ?? fn.name);
    this.replaceOrPush(this.capturedFunctions, definition, (other) => hasName(other) && other.kind === kind);
    return definition;
  }

  protected defineCommand(name: string, options: CommandOptions, fn: Function): Command {
    const { captured, parameters } = this.defineCaptured(fn, { name, prefix: options.prefix }, "command");
    const command: Command = {
      name,
      path: joinPaths(options.prefix, name),
      doc: options.doc,
      parameters,
      unobserved: options.unobserved ?? false,
      captured,
    };
    this.commands.set(name, command);
    return command;
  }

  preRunHook(...args: HookArguments): AnyCaptured {
    return this.#capture("preRunHook", args, this.preRunHooks);
  }

  postRunHook(...args: HookArguments): AnyCaptured {
    return this.#capture("postRunHook", args, this.postRunHooks);
  }

  #capture(kind: string, args: HookArguments, hooks: (() => unknown)[] = []): AnyCaptured {
    const [options, fn] = splitOptions<HookOptions>(args);
    assertOptions(kind, options, ["name", "prefix"]);
    const { captured } = this.defineCaptured(fn, options, kind);
    this.replaceOrPush(hooks, captured, hasNameOf(options.name ?? fn.name));
    return captured;
  }

  // Sources

  /** Stores a file with the sources that is found by nobody else. */
  addSourceFile(file: ConfigFile): this {
    this.addedSources.push(this.realm.host.files.absolute(file));
    return this;
  }

  /** Stores a package with the dependencies that is found by nobody else. */
  addPackageDependency(name: string, version: string): this {
    this.addedPackages.push(`${name}==${version}`);
    return this;
  }

  // Looking around

  /**
   * Name, sources, dependencies and repositories. Unlike Sacred's this is a promise: files are hashed and git is asked
   * when somebody wants to know, not when the experiment is defined. Of an ingredient it is about what it and those below it are made of.
   *
   * @throws {SacredError} if a file that `addSourceFile` named isn't there
   */
  getExperimentInfo(): Promise<ExperimentInfo> {
    // Runs that start at the same time look once.
    this.#discovery ??= this.#discover().finally(() => {
      this.#discovery = undefined;
    });
    return this.#discovery;
  }

  #discovery: Promise<ExperimentInfo> | undefined = undefined;

  async #discover(): Promise<ExperimentInfo> {
    return this.realm.host.sources.experimentInfo(infoRequest(this, this.entry, this.realm));
  }

  /** where a search for sources begins */
  protected get entry(): () => CallSite {
    return this.site;
  }

  /** This ingredient and all below it, each before those that it uses, with its depth. @throws {CircularDependencyError} */
  traverseIngredients(): Generator<[ingredient: BaseIngredient, depth: number]> {
    return traverseIngredients<BaseIngredient>(this);
  }

  /** All commands by their full names. */
  *gatherCommands(): Generator<[name: string, command: Command]> {
    for (const ingredient of this.#all()) {
      for (const [name, command] of ingredient.commands) {
        yield [this.postProcessName(joinPaths(ingredient.path, name), ingredient), command];
      }
    }
  }

  /** All named configs by their full names. */
  *gatherNamedConfigs(): Generator<[name: string, config: { readonly doc: string | undefined }]> {
    for (const ingredient of this.#all()) {
      for (const [name, config] of ingredient.namedConfigs) {
        yield [this.postProcessName(joinPaths(ingredient.path, name), ingredient), config];
      }
    }
  }

  /** How a gathered name is shown; may be overridden. */
  postProcessName(name: string, _ingredient: BaseIngredient): string {
    return name;
  }

  #all(): Set<BaseIngredient> {
    return new Set(Array.from(this.traverseIngredients(), ([ingredient]) => ingredient));
  }

  #configure(source: ConfigSource): void {
    this.replaceOrPush(this.configurations, source, (other) => isSamePlace(other.site(), source.site()));
  }

  /** In a notebook, a cell that is run again replaces what it has defined, in its place. */
  protected replaceOrPush<T>(list: T[], item: T, isSame: (other: T) => boolean): void {
    const index = this.interactive ? list.findIndex(isSame) : -1;
    if (index < 0) list.push(item);
    else list[index] = item;
  }
}

/** The column counts: chained scopes may stand in one line. */
function isSamePlace(a: CallSite, b: CallSite): boolean {
  return a.line !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}

/** What is nameless can't be told apart: each is another one. */
export function hasNameOf(name: string): (other: { readonly name: string }) => boolean {
  return (other) => name !== "" && other.name === name;
}
