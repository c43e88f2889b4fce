import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { main, Project } from "./projects.ts";

const IGNORED = { ".gitignore": "node_modules\n" };

async function committed(files: Readonly<Record<string, string>>): Promise<Project> {
  const project = new Project({ ...IGNORED, ...files });
  await project.git("init", "-q", "-b", "main");
  await project.git("add", "-A");
  await project.git("commit", "-q", "-m", "first");
  return project;
}

test("a repository is stored with its commit and where it comes from, without the password", async () => {
  using project = await committed({ "main.mjs": main() });
  const commit = await project.git("rev-parse", "HEAD");
  expect((await project.info()).repositories).toEqual([{ url: `git:/${project.folder}`, commit, dirty: false }]);
  await project.git("remote", "add", "origin", "https://me:secret@example.com/demo.git");
  const [repository] = (await project.info()).repositories;
  expect(repository).toEqual({ url: "https://***@example.com/demo.git", commit, dirty: false });
});

test("changed and staged files make it dirty, files that git doesn't track don't", async () => {
  using project = await committed({ "main.mjs": main(), "other.txt": "1" });
  const isDirty = async (): Promise<boolean | undefined> => (await project.info()).repositories[0]?.dirty;
  project.write({ "untracked.txt": "1" });
  expect(await isDirty()).toBe(false);
  project.write({ "other.txt": "2" });
  expect(await isDirty()).toBe(true);
  await project.git("add", "other.txt");
  expect(await isDirty()).toBe(true);
  await project.git("commit", "-q", "-m", "second");
  expect(await isDirty()).toBe(false);
});

test("git is started once for a repository, however many of its files are sources", async () => {
  using project = await committed({
    "main.mjs": main({ imports: 'import "./a.mjs";\nimport "./lib/b.mjs";' }),
    "a.mjs": "",
    "lib/b.mjs": "",
  });
  const bin = join(project.folder, "node_modules", "fake-bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "git"), '#!/bin/sh\necho "$*" >> "$CALLS"\nexec "$REAL_GIT" "$@"\n');
  chmodSync(join(bin, "git"), 0o755);
  const calls = join(bin, "calls");
  const path = process.env["PATH"] ?? "";
  const real = path.split(delimiter).find((folder) => {
    try {
      return readFileSync(join(folder, "git")).length > 0;
    } catch {
      return false;
    }
  });
  const env = { PATH: `${bin}${delimiter}${path}`, CALLS: calls, REAL_GIT: join(real ?? "", "git") };
  const info = await project.info(["main.mjs"], env);
  expect(info.sources.length).toBe(3);
  expect(info.repositories.length).toBe(1);
  expect(readFileSync(calls, "utf8").trim().split("\n").length).toBe(1);
});

test("no repository, no git, no commit yet: there is nothing to store, and the run goes on", async () => {
  using project = new Project({ ...IGNORED, "main.mjs": main() });
  expect((await project.info()).repositories).toEqual([]);
  await project.git("init", "-q");
  expect((await project.info()).repositories).toEqual([]);
  await project.git("add", "-A");
  await project.git("commit", "-q", "-m", "first");
  expect((await project.info()).repositories.length).toBe(1);
  expect((await project.info(["main.mjs"], { PATH: "/nowhere" })).repositories).toEqual([]);
});

test("a bare repository around the program has no working files", async () => {
  using project = new Project({ "main.mjs": main() });
  await project.git("init", "-q", "--bare", ".");
  expect((await project.info()).repositories).toEqual([]);
});

test("a detached head, a further working tree and a hook's environment are fine", async () => {
  using project = await committed({ "main.mjs": main() });
  await project.git("remote", "add", "origin", "git@example.com:demo.git");
  const commit = await project.git("rev-parse", "HEAD");
  const expected = [{ url: "git@example.com:demo.git", commit, dirty: false }];
  await project.git("checkout", "-q", "--detach");
  expect((await project.info()).repositories).toEqual(expected);
  expect((await project.info(["main.mjs"], { GIT_DIR: "/nowhere", GIT_INDEX_FILE: "/x" })).repositories).toEqual(
    expected,
  );
  await project.git("worktree", "add", "-q", "node_modules/tree");
  const inTree = await project.info(["node_modules/tree/main.mjs"]);
  expect(inTree.repositories).toEqual(expected);
});

test("a submodule is a repository of its own, beside the one that holds it", async () => {
  using library = await committed({ "lib.mjs": "" });
  using project = await committed({ "main.mjs": main({ imports: 'import "./sub/lib.mjs";' }) });
  await project.git("submodule", "--quiet", "add", library.folder, "sub");
  await project.git("commit", "-q", "-m", "submodule");
  const outer = { url: `git:/${project.folder}`, commit: await project.git("rev-parse", "HEAD"), dirty: false };
  const inner = { url: library.folder, commit: await project.git("-C", "sub", "rev-parse", "HEAD"), dirty: false };
  const info = await project.info();
  expect(info.sources.map(([name]) => name)).toEqual(["main.mjs", "sub/lib.mjs"]);
  expect(info.repositories).toEqual([outer, inner]);
  project.write({ "sub/lib.mjs": "// changed" });
  expect((await project.info()).repositories.map(({ dirty }) => dirty)).toEqual([true, true]);
});

test("saveGitInfo: false asks no git", async () => {
  using project = await committed({ "main.mjs": main({ options: "{ saveGitInfo: false }" }) });
  expect((await project.info()).repositories).toEqual([]);
  expect(await project.node(["main.mjs", "-e"])).toMatchObject({ code: 2, stdout: "" });
});

test("saveGitInfo: false of an ingredient is about its own repository", async () => {
  const library =
    'import { ingredient } from "sacred-ts";\nexport const data = ingredient("data", { saveGitInfo: false });';
  using project = await committed({
    "main.mjs": main({ imports: 'import { data } from "./lib/data.mjs";', options: "{ ingredients: [data] }" }),
    "lib/data.mjs": library,
  });
  const commit = await project.git("rev-parse", "HEAD");
  const outer = { url: `git:/${project.folder}`, commit, dirty: false };
  // The same repository as the experiment's, which wants it.
  expect((await project.info()).repositories).toEqual([outer]);
  await project.git("-C", "lib", "init", "-q");
  await project.git("-C", "lib", "add", "-A");
  await project.git("-C", "lib", "commit", "-q", "-m", "own");
  const info = await project.info();
  expect(info.sources.map(([name]) => name)).toEqual(["lib/data.mjs", "main.mjs"]);
  expect(info.repositories.map(({ url }) => url)).toEqual([outer.url]);
});

test("-e refuses to run without a repository and with changes, also where nobody observes", async () => {
  const program = main({ options: "{ observers: [] }" }).replace("() => 1", '() => { console.log("ran"); }');
  using project = new Project({ ...IGNORED, "main.mjs": program });
  const refused = await project.node(["main.mjs", "-e"]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("No version control detected");
  await project.git("init", "-q");
  await project.git("add", "-A");
  await project.git("commit", "-q", "-m", "first");
  expect(await project.node(["main.mjs", "--enforce-clean"])).toMatchObject({ code: 0, stdout: "ran\n" });
  project.write({ "main.mjs": `${program}//` });
  const dirty = await project.node(["main.mjs", "-e"]);
  expect(dirty).toMatchObject({ code: 2, stdout: "" });
  expect(dirty.stderr).toContain(`uncommitted changes: git:/${project.folder}`);
});

test("print_dependencies shows dependencies, sources with their MD5, and a changed repository with a red M", async () => {
  using project = await committed({ "main.mjs": main({ imports: 'import "./a.mjs";' }), "a.mjs": "" });
  const commit = await project.git("rev-parse", "HEAD");
  project.write({ "a.mjs": "//" });
  const text = `Dependencies:
  sacred-ts            == 0.1.0

Sources:
  a.mjs                                        ${project.md5("a.mjs")}
  main.mjs                                     ${project.md5("main.mjs")}

Version Control:
RED${`M git:/${project.folder}`.padEnd(45)}  ${commit}END

`;
  const args = ["main.mjs", "print_dependencies", "-l", "ERROR"];
  const coloured = await project.node(args, { FORCE_COLOR: "1", NO_COLOR: "" });
  expect(coloured.stdout).toBe(text.replace("RED", "\u001B[31m").replace("END", "\u001B[0m"));
  const plain = await project.node(args, { NO_COLOR: "1" });
  expect(plain.stdout).toBe(text.replace(/RED|END/g, ""));
});

const PRINTS = main({ options: "{ observers: [] }", imports: 'import "./a.mjs";' }).replace(
  "() => 1",
  '() => { console.log("ran"); }',
);

test.each([
  ["that git doesn't track", async ({ git }: Repo) => git("rm", "-q", "--cached", "a.mjs")],
  [
    "that git ignores",
    async ({ git, write }: Repo) => {
      write({ ".gitignore": "node_modules\na.mjs\n" });
      await git("rm", "-q", "--cached", "a.mjs");
    },
  ],
  [
    "that was changed where git was told not to look",
    async ({ git, write }: Repo) => {
      await git("update-index", "--skip-worktree", "a.mjs");
      write({ "a.mjs": "// changed" });
    },
  ],
  [
    "that was renamed without a word to git",
    async ({ git, write }: Repo) => {
      await git("update-index", "--assume-unchanged", "a.mjs");
      write({ "a.mjs": "// another" });
    },
  ],
] as const)("-e refuses a source %s", async (_what, change) => {
  using project = await committed({ "main.mjs": PRINTS, "a.mjs": "" });
  const repo: Repo = { git: (...args) => project.git(...args), write: (files) => project.write(files) };
  await change(repo);
  await project.git("commit", "-q", "--allow-empty", "-am", "second");
  const refused = await project.node(["main.mjs", "-e"]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toContain("No commit holds these sources as they are: a.mjs");
});

interface Repo {
  readonly git: (...args: readonly string[]) => Promise<string>;
  readonly write: (files: Readonly<Record<string, string>>) => void;
}

test("-e refuses a program that isn't tracked beside a repository's files, and one outside of it", async () => {
  using project = await committed({ "lib/a.mjs": "" });
  project.write({ "main.mjs": PRINTS.replace("./a.mjs", "./lib/a.mjs") });
  const refused = await project.node(["main.mjs", "-e"]);
  expect(refused.stderr).toContain("as they are: main.mjs");
});

test("-e takes committed sources with line endings that git converts, odd names, and submodules", async () => {
  using library = await committed({ "lib.mjs": "" });
  const imports = 'import "./ä b.mjs"; import "./sub/lib.mjs"; import "./crlf.mjs";';
  using project = await committed({
    ".gitattributes": "crlf.mjs text eol=crlf\n",
    "main.mjs": PRINTS.replace('import "./a.mjs";', imports),
    "ä b.mjs": "",
    "crlf.mjs": "// one\r\n// two\r\n",
  });
  await project.git("submodule", "--quiet", "add", library.folder, "sub");
  await project.git("commit", "-q", "-m", "submodule");
  expect(await project.node(["main.mjs", "-e"])).toMatchObject({ code: 0, stdout: "ran\n" });
});

test("a git that hangs is ended after ten seconds, with a warning, and the run goes on", async () => {
  using project = await committed({ "main.mjs": main() });
  const bin = join(project.folder, "node_modules", "fake-bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "git"), "#!/bin/sh\ntrap '' TERM\nsleep 15 &\nwait\n");
  chmodSync(join(bin, "git"), 0o755);
  const { code, stdout, stderr } = await project.node(["main.mjs"], {
    PATH: `${bin}${delimiter}${process.env["PATH"]}`,
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ repositories: [] });
  expect(stderr).toContain(`git has not answered about ${project.folder} within 10 seconds`);
});
