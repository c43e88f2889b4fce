import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { experiment } from "../../host-node/index.ts";
import type { Run } from "../../core/run/run.ts";
import type { OpenMode } from "../../core/run/opened-file.ts";
import { FileStorageObserver, type FileStorageOptions, FileStorageReader } from "./index.ts";
import { md5OfFile } from "./md5-of-file.ts";

let folder: string;
let runs: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sacred-artifacts-"));
  runs = join(folder, "runs");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Main = (config: { readonly _run: Run }) => unknown;

/** Runs `main` and gives what the program was told, besides what is normal. */
async function store(main: Main, storage: FileStorageOptions = {}): Promise<readonly string[]> {
  const ex = experiment("stored", { observers: [new FileStorageObserver(runs, storage)], saveGitInfo: false });
  const warnings: string[] = [];
  const ignore = (): void => undefined;
  const warn = (text: string): void => void warnings.push(text);
  ex.logger = { debug: ignore, info: ignore, warn, error: warn };
  ex.main(main);
  await ex.run({ options: { capture: "no" } });
  return warnings;
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const text = (...path: string[]): string => readFileSync(join(runs, ...path), "utf8");
const entry = (id: string = "1"): Record<string, unknown> => JSON.parse(text(id, "run.json"));

test("resources are stored once for one content, whatever they are called by and whoever uses them", async () => {
  const a = file("a.csv", "1,2\n");
  const main: Main = async ({ _run }) => {
    await _run.addResource(a);
    await _run.addResource(pathToFileURL(a));
  };
  await store(main);
  await store(main);
  const [stored] = readdirSync(join(runs, "_resources"));
  expect(readdirSync(join(runs, "_resources"))).toEqual([
    "a_d67ae2df38b96fc9eb3e62c9c2cdc9bf.csv".replace(/_.*\./, `_${md5OfFile(a)}.`),
  ]);
  const noted = [a, join(runs, "_resources", String(stored))];
  expect(entry("2")["resources"]).toEqual([noted, noted]);
  writeFileSync(a, "3,4\n");
  await store(main);
  expect(readdirSync(join(runs, "_resources"))).toHaveLength(2);
});

test("openResource gives a file handle in each of Python's modes, and notes the file", async () => {
  const a = file("a.txt", "first");
  const seen: string[] = [];
  const open = (run: Run, mode?: OpenMode): Promise<FileHandle> => run.openResource(a, mode);
  await store(async ({ _run }) => {
    for (const mode of [undefined, "r", "rb", "rt", "r+", "rb+", "r+b"] as const) {
      const handle = await open(_run, mode);
      seen.push(await handle.readFile("utf8"));
      await handle.close();
    }
    const appending = await open(_run, "ab");
    await appending.write(" and last");
    await appending.close();
    seen.push(readFileSync(a, "utf8"));
    const writing = await open(_run, "w");
    await writing.write("new");
    await writing.close();
    seen.push(readFileSync(a, "utf8"));
    await expect(open(_run, "x")).rejects.toThrow("EEXIST");
    rmSync(a);
    await (await open(_run, "x")).close();
    for (const mode of ["q", "", "rw", "bb"]) {
      await expect(Reflect.apply(_run.openResource, _run, [a, mode])).rejects.toThrow("knows no mode");
    }
  });
  expect(seen).toEqual([...Array.from({ length: 7 }, () => "first"), "first and last", "new"]);
  const stored = readdirSync(join(runs, "_resources")).map((name) =>
    readFileSync(join(runs, "_resources", name), "utf8"),
  );
  expect(stored.sort()).toEqual(["", "first", "first and last", "new"]);
});

test("an artifact or opened resource that isn't there, or a folder, is an error that names it", async () => {
  const missing = join(folder, "missing.csv");
  await store(async ({ _run }) => {
    await expect(_run.openResource(missing)).rejects.toThrow(`${missing} can't be used: there is no such file`);
    await expect(_run.openResource(missing, "r+")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(_run.openResource(join(missing, "in.txt"), "w")).rejects.toThrow("missing.csv");
    await expect(_run.openResource(folder)).rejects.toThrow("is a folder");
    await expect(_run.addArtifact(missing)).rejects.toThrow(`${missing} can't be used: there is no such file`);
    await expect(_run.addArtifact(folder)).rejects.toThrow("Add each of its files, or pack it (tar, zip)");
  });
  expect(entry()).toMatchObject({ resources: [], artifacts: [] });
});

test("a resource that isn't there, or a folder, is warned about; once it is there, it is stored", async () => {
  const late = join(folder, "late.csv");
  const warnings = await store(async ({ _run }) => {
    await _run.addResource(late);
    await _run.addResource(folder);
    writeFileSync(late, "1,2");
  });
  expect(warnings).toContainEqual(expect.stringContaining(`${late} can't be stored: there is no such file`));
  expect(warnings).toContainEqual(expect.stringContaining(`${folder} can't be stored: only files can be`));
  expect(entry()).toMatchObject({ status: "COMPLETED", resources: [[late, expect.stringContaining("late_")]] });
});

test("metadata and content type of an artifact are stored beside its name, as they were when it was added", async () => {
  const a = file("model.bin", "weights");
  const metadata = { epoch: 3, curve: new Float64Array([0.5, 0.25]) } as Record<string, unknown>;
  await store(async ({ _run }) => {
    await _run.addArtifact(a, { metadata, contentType: "application/octet-stream" });
    metadata["epoch"] = 4;
    await _run.addArtifact(a, { name: "plain.bin" });
    await _run.addArtifact(a, { name: "nan.bin", metadata: { loss: Number.NaN } });
    await _run.heartbeat();
  });
  const stored = await new FileStorageReader(runs).read("1");
  expect(stored.entry["artifacts"]).toEqual(["model.bin", "plain.bin", "nan.bin"]);
  expect(stored.entry["artifact_details"]).toEqual([
    { name: "model.bin", metadata: { epoch: 3, curve: [0.5, 0.25] }, content_type: "application/octet-stream" },
    { name: "nan.bin", metadata: { loss: Number.NaN }, content_type: null },
  ]);
});

test("options of an artifact that are misspelt, or none, are refused before anything is noted", async () => {
  const a = file("model.bin", "weights");
  await store(async ({ _run }) => {
    const add = (options: unknown): unknown => Reflect.apply(_run.addArtifact, _run, [a, options]);
    await expect(add({ content_type: "text/plain" })).rejects.toThrow('addArtifact takes no option "content_type"');
    await expect(add("other.bin")).rejects.toThrow(
      'takes an object of options, not "other.bin". There are: name, metadata, contentType.',
    );
  });
  expect((await new FileStorageReader(runs).read("1")).entry["artifacts"]).toEqual([]);
});

test("files of one name from several folders replace each other, each time with a warning that names both", async () => {
  for (const net of ["net1", "net2", "net3"]) mkdirSync(join(folder, net));
  const [first, second, third] = ["net1", "net2", "net3"].map((net) => file(join(net, "weights.npy"), net));
  const warnings = await store(async ({ _run }) => {
    for (const path of [first, second, second, third]) await _run.addArtifact(String(path));
    await _run.addArtifact(String(first), { name: "net1/weights.npy" });
  });
  const told = (before: unknown, after: unknown): string =>
    `stored - The artifact "weights.npy" was ${String(before)}, and is replaced by ${String(after)}: the option \`name\` of addArtifact keeps them apart.`;
  expect(warnings).toEqual([told(first, second), told(second, third)]);
  expect([text("1", "weights.npy"), text("1", "net1/weights.npy")]).toEqual(["net3", "net1"]);
  expect(entry()["artifacts"]).toEqual(["weights.npy", "net1/weights.npy"]);
});

test("files that get one name that isn't theirs are told of once, however the name is written", async () => {
  const files = [1, 2, 3].map((step) => file(`${step}.bin`, String(step)));
  const warnings = await store(async ({ _run }) => {
    await _run.addArtifact(String(files[0]), { name: "models/latest.bin" });
    await _run.addArtifact(String(files[1]), { name: "models//latest.bin" });
    await _run.addArtifact(String(files[2]), { name: "./models/latest.bin" });
  });
  expect(warnings).toEqual([expect.stringContaining(`was ${files[0]}, and is replaced by ${files[1]}`)]);
  expect(text("1", "models/latest.bin")).toBe("3");
});

test("an artifact whose place another file has, as where upper case is taken for lower, is kept aside", async () => {
  const [a, b] = [file("a.txt", "first"), file("b.txt", "second")];
  const warnings = await store(async ({ _run }) => {
    // What such a file system shows under the second name.
    writeFileSync(join(runs, "1", "weights.npy"), "another's");
    await _run.addArtifact(a, { name: "weights.npy" });
    writeFileSync(a, "again");
    await _run.addArtifact(a, { name: "weights.npy" });
    await _run.addArtifact(b, { name: "b.txt" });
  });
  expect(warnings).toEqual([expect.stringContaining('"weights.npy" is stored as _artifacts/1/weights.npy:')]);
  expect([text("1", "weights.npy"), text("1", "_artifacts/1/weights.npy")]).toEqual(["another's", "again"]);
  expect(entry()["artifacts"]).toEqual(["_artifacts/1/weights.npy", "b.txt"]);
});

test("a later artifact takes the place of one with the same name, silently if it is the same file", async () => {
  const a = file("a.txt", "first");
  const warnings = await store(async ({ _run }) => {
    await _run.addArtifact(a, { metadata: 1 });
    writeFileSync(a, "second");
    await _run.addArtifact(a);
  });
  expect(warnings).toEqual([]);
  expect(text("1", "a.txt")).toBe("second");
  expect(entry()["artifacts"]).toEqual(["a.txt"]);
  expect(entry()).not.toHaveProperty("artifact_details");
});

test("a name may be a path, and a file that the program has written into the run's folder stays where it is", async () => {
  const a = file("a.txt", "deep");
  const warnings = await store(async ({ _run }) => {
    await _run.addArtifact(a, { name: "epochs/./3/a.txt" });
    const inside = join(runs, "1", "own.txt");
    writeFileSync(inside, "own");
    await _run.addArtifact(inside);
    await _run.addArtifact(a, { name: "report.html" });
  });
  expect(warnings).toEqual([]);
  expect(entry()["artifacts"]).toEqual(["epochs/3/a.txt", "own.txt", "report.html"]);
  expect(text("1", "epochs", "3", "a.txt")).toBe("deep");
  expect(text("1", "own.txt")).toBe("own");
});

test.for([
  ["run.json", "_artifacts/run.json"],
  ["RUN.JSON", "_artifacts/RUN.JSON"],
  ["./cout.txt", "_artifacts/cout.txt"],
  ["Info.json. ", "_artifacts/Info.json. "],
  ["config.json/inner.txt", "_artifacts/config.json/inner.txt"],
  ["metrics.json", "_artifacts/metrics.json"],
  ["metrics.log", "_artifacts/metrics.log"],
  [".owner.json", "_artifacts/.owner.json"],
  [".capture", "_artifacts/.capture"],
  [".run.json.1-0-0.tmp", "_artifacts/.run.json.1-0-0.tmp"],
  ["report.html", "_artifacts/report.html"],
  ["../../escape.txt", "_artifacts/escape.txt"],
  ["a/../../escape.txt", "_artifacts/escape.txt"],
  ["/etc/escape.txt", "_artifacts/etc/escape.txt"],
  ["..", "_artifacts/unnamed"],
  ["", "_artifacts/unnamed"],
  ["folder/", "_artifacts/folder"],
] as const)("an artifact called %j is stored aside as %j, which is said once", async ([name, stored]) => {
  const a = file("a.txt", "data");
  const template = file("template.html", "the report");
  const warnings = await store(
    async ({ _run }) => {
      await _run.addArtifact(a, { name });
      await _run.addArtifact(a, { name });
    },
    { template },
  );
  expect(warnings).toEqual([expect.stringContaining(`The artifact ${JSON.stringify(name)} is stored as ${stored}:`)]);
  expect(entry()).toMatchObject({ status: "COMPLETED", artifacts: [stored] });
  expect(text("1", stored)).toBe("data");
  expect(text("1", "report.html")).toBe("the report");
  expect(readdirSync(folder).sort()).toEqual(["a.txt", "runs", "template.html"]);
  expect(readdirSync(runs).sort()).toEqual([".sacred-ts", "1", "_sources"]);
});

test("a name as long as the file system allows is stored", async () => {
  const a = file("a.txt", "data");
  const name = "n".repeat(255);
  await store(({ _run }) => _run.addArtifact(a, { name }));
  expect(text("1", name)).toBe("data");
});

test("large files are stored without being held in memory", async () => {
  const large = file("large.bin", "");
  const bytes = 128 << 20;
  truncateSync(large, bytes);
  let grown = 0;
  await store(async ({ _run }) => {
    const before = process.memoryUsage.rss();
    await _run.addResource(large);
    await _run.addArtifact(large);
    grown = process.memoryUsage.rss() - before;
  });
  expect(grown).toBeLessThan(bytes / 2);
  expect(statSync(join(runs, "1", "large.bin")).size).toBe(bytes);
});

test("a copy that fails leaves nothing half-written, and the run goes on", async () => {
  const a = file("a.txt", "data");
  const warnings = await store(async ({ _run }) => {
    // A folder is in the way of the file.
    mkdirSync(join(runs, "1", "taken", "inside"), { recursive: true });
    await _run.addArtifact(a, { name: "taken" });
    return 3;
  });
  expect(warnings.join()).toContain("An error occurred in the observer");
  expect(entry()).toMatchObject({ status: "COMPLETED", result: 3, artifacts: [] });
  expect(readdirSync(join(runs, "1")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("where copyArtifacts is false, resources in the base folder are only referred to", async () => {
  mkdirSync(runs);
  const inside = join(runs, "shared.csv");
  closeSync(openSync(inside, "w"));
  await store(({ _run }) => _run.addResource(inside), { copyArtifacts: false });
  expect(entry()["resources"]).toEqual([[inside, inside]]);
  expect(existsSync(join(runs, "_resources"))).toBe(false);
});
