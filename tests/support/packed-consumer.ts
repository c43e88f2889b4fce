import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Makes a consumer's project that has the packed package and some of its dependencies, and nothing else of the repository.
 *
 * @returns its folder
 */
export async function packedConsumer(dependencies: readonly string[]): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sacred-consumer-")));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "sacred-ts"), { recursive: true });
  const npm = process.env["npm_execpath"];
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  await run(command, [...args, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder], { cwd: ROOT });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  await run("tar", ["-xzf", join(folder, tarball), "--strip-components=1", "-C", join(modules, "sacred-ts")]);
  for (const name of dependencies) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}
