import {
  type AnyCaptured,
  type CapturedDefinition,
  type CaptureOptions,
  captureFunction,
} from "../captured/captured-function.ts";
import { type ConfigSource, describeSite } from "../config/config-source.ts";
import { joinPaths } from "../config/paths.ts";
import { DefinitionError } from "../errors/index.ts";
import type { CallSite, ExperimentInfo } from "../host.ts";
import type { ConfigHook, IngredientDefinition } from "../initialize/definition.ts";
import { traverseIngredients } from "../initialize/traverse.ts";
import type { SacredRealm } from "../run/run-setup.ts";
import { takePlace } from "./defined-again.ts";
import type { Command, CommandOptions, HookOptions } from "./command.ts";
import { assertList, assertName, assertOptions, isText } from "./definition-checks.ts";
import { Definitions } from "./definitions.ts";
import { assertFunction, type HookArguments, splitOptions } from "./function-arguments.ts";
import {
  type ConfigFile,
  type NamedScopeOptions,
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
  /** false: the repository of its files isn't stored, unless it is that of another ingredient's, too */
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
  /** of an interactive ingredient */
  readonly #definitions: Definitions | undefined;

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
    if (!this.interactive) return;
    this.#definitions = new Definitions();
    takePlace(this, realm);
  }

  // Configuration

  config(scope: unknown, options: NamedScopeOptions = {}): this {
    const source = writtenScope(this.realm, scope, options, this.config);
    return this.add(this.configurations, source, this.config, scope, options.name);
  }

  scope(statements: unknown, options: NamedScopeOptions = {}): this {
    const source = writtenStatements(this.realm, statements, options, this.scope);
    return this.add(this.configurations, source, this.scope, statements, options.name);
  }

  namedConfig(name: string, scope: unknown, options: ScopeOptions = {}): this {
    const source = (): ConfigSource => writtenScope(this.realm, scope, options, this.namedConfig);
    return this.#defineNamedConfig(name, source, this.namedConfig);
  }

  namedScope(name: string, statements: unknown, options: ScopeOptions = {}): this {
    const source = (): ConfigSource => writtenStatements(this.realm, statements, options, this.namedScope);
    return this.#defineNamedConfig(name, source, this.namedScope);
  }

  declare(): this {
    return this;
  }

  #defineNamedConfig(name: string, source: () => ConfigSource, method: Function): this {
    assertName("a named config", name);
    if (!this.interactive && this.namedConfigs.has(name))
      throw new DefinitionError(`There is already a named config "${name}". Take another name.`);
    return this.#set(this.namedConfigs, name, source(), method);
  }

  /** Adds a plain dictionary, or a file (.json, .yaml), as a configuration in which nothing is computed. */
  addConfig(config: object | ConfigFile): this {
    const source = writtenDictionary(this.realm, config, this.addConfig);
    const isFile = typeof config === "string" || config instanceof URL;
    return this.add(this.configurations, source, this.addConfig, config, isFile ? String(config) : "");
  }

  /** The same as a named config. */
  addNamedConfig(name: string, config: object | ConfigFile): this {
    const source = (): ConfigSource => writtenDictionary(this.realm, config, this.addNamedConfig);
    return this.#defineNamedConfig(name, source, this.addNamedConfig);
  }

  /** A function that is called after the ingredient's scopes; what it returns is merged over the configuration. */
  configHook(hook: ConfigHook): this {
    assertFunction(hook);
    return this.add(this.configHooks, hook, this.configHook, hook);
  }

  // Captured functions, commands, hooks

  capture(...args: HookArguments): AnyCaptured {
    return this.#capture(this.capture, args);
  }

  command(
    name: string,
    ...args: readonly [fn: Function] | readonly [options: CommandOptions, fn: Function]
  ): AnyCaptured {
    assertName("a command", name);
    const [options, fn] = splitOptions<CommandOptions>(args);
    assertOptions(`The command "${name}"`, options, ["name", "prefix", "unobserved", "doc"]);
    return this.defineCommand(name, options, fn, this.command).captured;
  }

  /** @param method what the user has called; undefined for what every experiment has */
  protected defineCommand(name: string, options: CommandOptions, fn: Function, method?: Function): Command {
    const { captured, parameters } = this.#defineCaptured({ name, prefix: options.prefix }, fn, method);
    const command: Command = {
      name,
      path: joinPaths(options.prefix, name),
      doc: options.doc,
      parameters,
      unobserved: options.unobserved ?? false,
      captured,
    };
    this.#set(this.commands, name, command, method);
    return command;
  }

  preRunHook(...args: HookArguments): AnyCaptured {
    return this.#capture(this.preRunHook, args, this.preRunHooks);
  }

  postRunHook(...args: HookArguments): AnyCaptured {
    return this.#capture(this.postRunHook, args, this.postRunHooks);
  }

  #capture(method: Function, args: HookArguments, hooks?: (() => unknown)[]): AnyCaptured {
    const [options, fn] = splitOptions<HookOptions>(args);
    assertOptions(method.name, options, ["name", "prefix"]);
    const { captured } = this.#defineCaptured(options, fn, method);
    if (hooks !== undefined) this.add(hooks, captured, method, fn, options.name);
    return captured;
  }

  #defineCaptured(options: CaptureOptions, fn: Function, method: Function | undefined): CapturedDefinition {
    const { registry, host } = this.realm;
    const site = method === undefined ? undefined : host.sources.callSite(method);
    const place = (): string => ` of ${this.toString()}${site === undefined ? "" : describeSite(site())}`;
    const captured = captureFunction(fn, options, registry, host.sources.tokenize, place);
    this.add(this.capturedFunctions, captured, method, fn, options.name);
    return captured;
  }

  // In a notebook, what is defined again takes the place of what it was.

  /**
   * @param method what the user has called; undefined for what every experiment has
   * @param written what it was called with
   */
  protected add<T extends object>(
    list: T[],
    item: T,
    method: Function | undefined,
    written?: unknown,
    name: string = typeof written === "function" ? written.name : "",
  ): this {
    if (this.#definitions === undefined || method === undefined) list.push(item);
    else this.#definitions.add(list, item, this.#definitions.know(method.name, name, written, this.#siteOf(method)));
    return this;
  }

  #set<T extends object>(map: Map<string, T>, name: string, item: T, method: Function | undefined): this {
    if (this.#definitions === undefined || method === undefined) map.set(name, item);
    else this.#definitions.set(map, item, this.#definitions.know(method.name, name, undefined, this.#siteOf(method)));
    return this;
  }

  #siteOf(method: Function): CallSite {
    return this.realm.host.sources.callSite(method)();
  }

  // Sources

  /** Stores a file with the sources that is found by nobody else. */
  addSourceFile(file: ConfigFile): this {
    this.addedSources.push(this.realm.host.files.absolute(file));
    return this;
  }

  /** Stores a package with the dependencies that is found by nobody else. @throws {DefinitionError} without a version */
  addPackageDependency(name: string, version: string): this {
    assertList("What addPackageDependency takes (name and version)", [name, version], isText);
    this.addedPackages.push(`${name}==${version}`);
    return this;
  }

  // Looking around

  /**
   * Name, sources, dependencies and repositories. Unlike Sacred's this is a promise: files are hashed and git is asked
   * when somebody wants to know, not when the experiment is defined. Of an ingredient it is about what it and those below it are
   * made of.
   *
   * @param warn is told of modules that a browser can't fetch; by default the console is
   * @throws {SacredError} if a file that `addSourceFile` named isn't there
   */
  getExperimentInfo(warn?: (message: string) => void): Promise<ExperimentInfo> {
    // Runs that start at the same time look once.
    this.#discovery ??= this.#discover(warn).finally(() => {
      this.#discovery = undefined;
    });
    return this.#discovery;
  }

  #discovery: Promise<ExperimentInfo> | undefined = undefined;

  async #discover(warn?: (message: string) => void): Promise<ExperimentInfo> {
    const { infoRequest } = await import("./info-request.ts");
    return this.realm.host.sources.experimentInfo(infoRequest(this, this.entry, this.realm, warn));
  }

  /** where a search for sources begins */
  protected get entry(): () => CallSite {
    return this.site;
  }

  /** For prompts and notebooks, which would print all that is inside. */
  toString(): string {
    return `${this.constructor.name} "${this.path}"`;
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
}
