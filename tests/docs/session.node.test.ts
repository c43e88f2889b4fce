import { afterAll, beforeAll, expect, test } from "vitest";
import { FileStorageReader } from "../../observers/file-storage/index.ts";
import { type Outcome, Project } from "../discovery/projects.ts";

/** A user's session as the documentation tells it: one project in a repository, several runs, and a look at them. */
const FILES = {
  ".gitignore": "node_modules\nmy_runs\nout.txt\n",
  "data.csv": "1,2\n3,4\n",
  "node_modules/left-pad/package.json": '{ "name": "left-pad", "version": "1.3.0", "main": "index.js" }',
  "node_modules/left-pad/index.js": "module.exports = (text) => text;",
  "dataset.mjs": `import { ingredient } from "sacred-ts";
import "left-pad";
export const dataset = ingredient("dataset").config({ filename: "data.csv", normalize: true });
export const load = dataset.capture(async function load({ filename, _log, _run }) {
  _log.debug("reading " + filename);
  const file = await _run.openResource(filename);
  const text = await file.readFile("utf8");
  await file.close();
  return text.trim().split("\\n").length;
});
`,
  "study.mjs": `import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { experiment } from "sacred-ts";
import { dataset, load } from "./dataset.mjs";
const ex = experiment("study", { ingredients: [dataset], doc: "A study" }).config({ lr: 0.5, epochs: 4 });
ex.namedConfig("fast", { epochs: 2 });
ex.automain(async function train({ lr, epochs, _run }) {
  console.log("training");
  spawnSync("echo", ["from a child"], { stdio: "inherit" });
  const rows = await load();
  for (let epoch = 0; epoch < epochs; epoch++) {
    _run.logScalar("training.loss", lr / (epoch + 1));
    ex.logScalar("training.accuracy", epoch / 4, epoch * 10);
  }
  writeFileSync("out.txt", "weights");
  await ex.addArtifact("out.txt", { name: "model/out.txt", metadata: { epochs }, contentType: "text/plain" });
  _run.info.curve = new Float32Array([1, 0.5]);
  return { rows };
});
`,
};

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);

let project: Project;
let repository: { url: string; commit: string; dirty: boolean };
beforeAll(async () => {
  project = new Project(FILES);
  await project.git("init", "-q", "-b", "main");
  await project.git("add", "-A");
  await project.git("commit", "-qm", "first");
  await project.git("remote", "add", "origin", "https://me:secret@example.com/study.git");
  const commit = await project.git("rev-parse", "HEAD");
  repository = { url: "https://***@example.com/study.git", commit, dirty: false };
});
afterAll(() => project[Symbol.dispose]());

const study = (...args: string[]): Promise<Outcome> => project.node(["study.mjs", ...args]);
const read = (id: string): ReturnType<FileStorageReader["read"]> =>
  new FileStorageReader(`${project.folder}/my_runs`).read(id);

function optionsWith(given: Record<string, unknown>): Record<string, unknown> {
  const values = "beat-interval capture comment file_storage gcs id loglevel mongo_db name priority s3 sql tiny_db";
  const flags = "debug enforce_clean force help pdb print-config queue unobserved";
  const named = (names: string, value: unknown): object =>
    Object.fromEntries(names.split(" ").map((name) => [`--${name}`, value]));
  return { ...named(values, null), ...named(flags, false), ...given };
}

/** run.json's `experiment`; copies of sources are named once a run has started. */
const experimentNamed = (name: string, sourceOf: (file: string) => string): object => ({
  name,
  base_dir: project.folder,
  mainfile: "study.mjs",
  doc: "A study",
  dependencies: ["left-pad==1.3.0", "sacred-ts==0.1.0"],
  repositories: [repository],
  sources: ["dataset.mjs", "study.mjs"].map((file) => [file, sourceOf(file)]),
});

const copyOf = (file: string): string => `_sources/${file.replace(".mjs", `_${project.md5(file)}.mjs`)}`;

const HOST = {
  hostname: expect.any(String),
  os: [expect.any(String), expect.any(String)],
  cpu: expect.any(String),
  cpu_count: expect.any(Number),
  node_version: process.versions.node,
  python_version: process.versions.node,
  v8_version: process.versions.v8,
  ENV: {},
};

test("a run with every option is stored field by field", async () => {
  const given = ["-c", "first try", "-i", "trial", "-n", "renamed", "-p", "-e", "-b", "2", "-C", "fd", "-P", "3"];
  const updates = ["with", "fast", "lr=0.25", "dataset.normalize=False", "seed=1"];
  const { code, stdout, stderr } = await study(...updates, "-F", "my_runs", "-l", "DEBUG", ...given);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("Configuration (~ modified, + added, ! typechanged, doc):\n");
  expect(stdout).toContain("training\nfrom a child\n");

  const run = await read("trial");
  const config = { lr: 0.25, epochs: 2, seed: 1, dataset: { filename: "data.csv", normalize: false } };
  expect(run.config()).toEqual(config);
  expect(run.info()).toEqual({ curve: [1, 0.5] });
  expect(run.entry).toEqual({
    command: "train",
    experiment: experimentNamed("renamed", copyOf),
    host: expect.objectContaining(HOST), // and gpus where there is nvidia-smi
    meta: {
      command: "train",
      comment: "first try",
      priority: 3,
      named_configs: ["fast"],
      config_updates: { lr: 0.25, seed: 1, dataset: { normalize: false } },
      options: optionsWith({
        "--beat-interval": "2",
        "--capture": "fd",
        "--comment": "first try",
        "--enforce_clean": true,
        "--file_storage": "my_runs",
        "--id": "trial",
        "--loglevel": "DEBUG",
        "--name": "renamed",
        "--print-config": true,
        "--priority": "3",
      }),
    },
    status: "COMPLETED",
    result: { rows: 2 },
    start_time: TIME,
    stop_time: TIME,
    heartbeat: TIME,
    artifacts: ["model/out.txt"],
    artifact_details: [{ name: "model/out.txt", metadata: { epochs: 2 }, content_type: "text/plain" }],
    resources: [
      [`${project.folder}/data.csv`, `${project.folder}/my_runs/_resources/data_${project.md5("data.csv")}.csv`],
    ],
  });

  const { "training.loss": loss, "training.accuracy": accuracy, ...others } = run.metrics();
  expect(others).toEqual({});
  expect([Array.from(loss?.steps ?? []), Array.from(loss?.values ?? [])]).toEqual([
    [0, 1],
    [0.25, 0.125],
  ]);
  expect([Array.from(accuracy?.steps ?? []), Array.from(accuracy?.values ?? [])]).toEqual([
    [0, 10],
    [0, 0.25],
  ]);
  const start = Date.parse(`${String(run.entry["start_time"])}Z`);
  for (const at of [...(loss?.timestamps ?? []), ...(accuracy?.timestamps ?? [])]) {
    expect(at).toBeGreaterThanOrEqual(start);
    expect(at).toBeLessThanOrEqual(Date.parse(`${String(run.entry["stop_time"])}Z`));
  }

  // Output and log lead to two pipes here: each keeps its order, and which was first isn't known.
  const lines = run.output().split("\n");
  expect(lines.filter((line) => !/^(?:DEBUG|INFO) - /.test(line))).toEqual(["training", "from a child", ""]);
  expect(run.output()).toContain("DEBUG - dataset.load - reading data.csv\n");
  expect(run.output()).toContain('INFO - renamed - Started run with ID "trial"\n');
  for (const [kept, file] of [
    ["trial/model/out.txt", "out.txt"],
    [`_resources/data_${project.md5("data.csv")}.csv`, "data.csv"],
    [copyOf("study.mjs"), "study.mjs"],
    [copyOf("dataset.mjs"), "dataset.mjs"],
  ] as const)
    expect(project.md5(`my_runs/${kept}`)).toBe(project.md5(file));
});

test("a run that is queued has all that is needed to start it, and hasn't started", async () => {
  const { code, stdout } = await study("-q", "-P", "2.5", "-i", "later", "-F", "my_runs", "with", "lr=3", "seed=2");
  expect([code, stdout]).toEqual([0, ""]);
  const run = await read("later");
  expect(run.config()).toEqual({ lr: 3, epochs: 4, seed: 2, dataset: { filename: "data.csv", normalize: true } });
  expect(run.entry).toMatchObject({
    command: "train",
    experiment: experimentNamed("study", (file) => project.md5(file)),
    meta: {
      command: "train",
      priority: 2.5,
      queue_time: TIME,
      named_configs: [],
      config_updates: { lr: 3, seed: 2 },
      options: optionsWith({ "--queue": true, "--priority": "2.5", "--id": "later", "--file_storage": "my_runs" }),
    },
    status: "QUEUED",
  });
  expect(run.entry).not.toHaveProperty("start_time");
  expect([run.info(), run.metrics(), run.output()]).toEqual([{}, {}, ""]);
});

test("an unobserved run leaves nothing, and one in changed files is refused", async () => {
  const quiet = await study("-u", "-F", "unobserved", "-l", "ERROR");
  expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, "training\nfrom a child\n", ""]);
  expect((await project.shell("ls -A unobserved")).code).not.toBe(0);

  await project.shell("echo '// changed' >> dataset.mjs");
  const refused = await study("-e", "-i", "dirty", "-F", "my_runs");
  await project.git("checkout", "-q", "dataset.mjs");
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain("uncommitted changes: https://***@example.com/study.git");
  await expect(read("dirty")).rejects.toThrow('There is no run "dirty"');
});
