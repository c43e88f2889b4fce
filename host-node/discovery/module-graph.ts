import { extname, isAbsolute, join, relative, sep } from "node:path";
import { linksOf } from "./links-of.ts";
import { type LoadedFiles, loadedFiles, requiredBy } from "./loaded-files.ts";
import { nearestPackageJson, type PackageJson, packageText } from "./package-json.ts";
import { resolveImport, resolveRequire, type Target } from "./resolve-link.ts";
import { PROGRAM_EXTENSIONS, sourceFile } from "./source-file.ts";

/**
 * What the files of an experiment import, and what those import: its own files, and the packages that they use. The
 * packages' files aren't read.
 */
export class ModuleGraph {
  /** real paths of the files in the base folder */
  readonly sources: Set<string> = new Set();
  /** as "name==version" */
  readonly packages: Set<string> = new Set();
  readonly #base: string;
  readonly #onSource: (file: string) => void;
  readonly #visited: Set<string> = new Set();
  /** what is imported only when the program gets there */
  #dynamicTargets: Target[] = [];
  #isOpen: boolean = false;

  /**
   * @param base the real path of the base folder
   * @param onSource is told of each source as soon as it is found
   */
  constructor(base: string, onSource: (file: string) => void) {
    this.#base = base;
    this.#onSource = onSource;
  }

  /** Follows all links from some files, those of the program text first and then what was really loaded. */
  async follow(files: readonly string[]): Promise<void> {
    await this.#visitAll(files);
    while (this.#isOpen || this.#dynamicTargets.length > 0) {
      const targets = this.#dynamicTargets;
      const isOpen = this.#isOpen;
      this.#dynamicTargets = [];
      this.#isOpen = false;
      const loaded = loadedFiles();
      await Promise.all(targets.filter((target) => isLoaded(target, loaded)).map((target) => this.#enter(target)));
      if (isOpen) await this.#visitAll([...loaded.files].filter((file) => this.isLocal(file)));
    }
  }

  /** Adds all that is loaded, by whatever way. */
  async addLoaded({ sources, packages }: { sources: boolean; packages: boolean }): Promise<void> {
    const loaded = [...loadedFiles().files];
    if (sources) await this.follow(loaded.filter((file) => this.isLocal(file)));
    const installed = loaded.filter((file) => packages && isInstalled(file) && !this.isLocal(file));
    await Promise.all(installed.map((path) => this.#enter({ kind: "file", path })));
  }

  /** Is this one of the experiment's own files? */
  isLocal(path: string): boolean {
    const inside = relative(this.#base, path);
    return !/^\.\.(?:[\\/]|$)/.test(inside) && !isAbsolute(inside) && !isInstalled(inside);
  }

  async #visitAll(files: readonly string[]): Promise<void> {
    await Promise.all(files.map((file) => this.#visit(file)));
  }

  async #visit(path: string): Promise<void> {
    if (this.#visited.has(path)) return;
    this.#visited.add(path);
    if (this.isLocal(path)) this.#onSource(path);
    const file = await sourceFile(path);
    if (file === undefined) return;
    if (this.isLocal(path)) this.sources.add(path);
    const links = linksOf(file);
    const loaded = requiredBy(path);
    this.#isOpen ||= links.hasOpenImports || (links.hasOpenRequires && loaded === undefined);
    const importOf = (specifier: string): Promise<Target> =>
      resolveImport(specifier, path, (other) => this.isLocal(other));
    const dynamics = await Promise.all(links.dynamicImports.map(importOf));
    this.#dynamicTargets.push(...dynamics.filter(({ kind }) => kind !== "unknown"));
    this.#isOpen ||= dynamics.some(({ kind }) => kind === "unknown");
    const required =
      loaded?.map((other): Target => ({ kind: "file", path: other })) ??
      links.requires.map((specifier) => resolveRequire(specifier, path));
    const targets = [...links.imports.map(importOf), ...required];
    await Promise.all(targets.map(async (target) => this.#enter(await target)));
  }

  async #enter(target: Target): Promise<void> {
    if (target.kind === "package") this.packages.add(packageText(target.json));
    else if (target.kind === "unknown") this.#isOpen = true;
    else if (target.kind === "file") {
      const json = this.isLocal(target.path) ? undefined : await this.#packageOf(target.path);
      if (json === undefined) await this.#visit(target.path);
      else this.packages.add(packageText(json));
    }
  }

  /** The package to which a file belongs, undefined where it is the experiment's own. */
  async #packageOf(file: string): Promise<PackageJson | undefined> {
    const isNamed = ({ name }: PackageJson): boolean => name !== undefined;
    const json = await nearestPackageJson(file, isNamed);
    if (isInstalled(relative(this.#base, file))) return json;
    const own = await nearestPackageJson(join(this.#base, "package.json"), isNamed);
    return json?.folder === own?.folder ? undefined : json;
  }
}

/** Is what is imported only at some point there yet? Where one can't tell (data are no programs), it counts. */
function isLoaded(target: Target, { files: loaded, isWhole }: LoadedFiles): boolean {
  if (!isWhole) return true;
  if (target.kind === "file") return !PROGRAM_EXTENSIONS.has(extname(target.path)) || loaded.has(target.path);
  if (target.kind !== "package") return false;
  const { folder } = target.json;
  return [...loaded].some((file) => file.startsWith(folder + sep));
}

/** Does a file belong to an installed package? */
function isInstalled(path: string): boolean {
  return /(?:^|[\\/])node_modules[\\/]/.test(path);
}
