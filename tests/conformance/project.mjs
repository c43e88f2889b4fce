import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { renderModule } from "./render/module.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SUPPORT = new URL("./render/support.mjs", import.meta.url).href;

/** A folder with an experiment of its own, the working folder while a case is compared, and a store beside it. */
export class Project {
  constructor() {
    this.home = realpathSync(mkdtempSync(join(tmpdir(), "sacred-project-")));
    this.folder = join(this.home, "project");
    this.store = join(this.home, "store");
    for (const folder of [this.folder, this.store, join(this.home, "node_modules")]) mkdirSync(folder);
    symlinkSync(ROOT, join(this.home, "node_modules", "sacred-ts"), "junction");
    this.before = process.cwd();
    process.chdir(this.folder);
  }

  /** Files and folders (whose names end with a slash) that are in the store already. */
  prepare(files) {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.store, name);
      if (name.endsWith("/")) mkdirSync(path, { recursive: true });
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    }
  }

  /** Renders the experiment into the folder and imports it. */
  load(spec) {
    const file = join(this.folder, "experiment.mjs");
    writeFileSync(file, renderModule(spec, SUPPORT, false));
    return import(pathToFileURL(file).href);
  }

  /** Makes the folder a repository with one commit and a remote. */
  commit(url) {
    const git = (...args) =>
      execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], { stdio: "ignore" });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-q", "-m", "all");
    git("remote", "add", "origin", url);
  }

  /** All files of the store, and folders with a slash at their end, as paths. */
  tree() {
    return readdirSync(this.store, { recursive: true, withFileTypes: true })
      .map((entry) => relative(this.store, join(entry.parentPath, entry.name)) + (entry.isDirectory() ? "/" : ""))
      .sort();
  }

  read(name) {
    return readFileSync(join(this.store, name), "utf8");
  }

  /** Texts with the folders of this machine replaced as in the vectors. */
  placeholders(value) {
    return JSON.parse(JSON.stringify(value).replaceAll(this.folder, "<BASEDIR>").replaceAll(this.store, "<STORE>"));
  }

  remove() {
    process.chdir(this.before);
    rmSync(this.home, { recursive: true, force: true });
  }
}
