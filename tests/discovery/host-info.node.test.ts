import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, hostname } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./projects.ts";

const PROGRAM = `import { experiment, getHostInfo, hostInfoGatherer, RunObserver, settings } from "sacred-ts";
class Printer extends RunObserver {
  startedEvent({ hostInfo }) { process.stdout.write(JSON.stringify(hostInfo) + "\\n"); }
}
const additionalHostInfo = [hostInfoGatherer("disk", async () => ({ free: 5 }))];
const ex = experiment("study", { observers: [new Printer()], additionalHostInfo });
ex.main(() => 1);
`;
const TWICE = `${PROGRAM}await ex.run();\nawait ex.run();\nconsole.log(JSON.stringify(await getHostInfo(additionalHostInfo)));\n`;

async function printed(project: Project, env: NodeJS.ProcessEnv = {}): Promise<unknown[]> {
  const { code, stdout, stderr } = await project.node(["main.mjs"], env);
  if (code !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

test("an observer is told about the machine; getHostInfo says the same", async () => {
  using project = new Project({ "main.mjs": `settings.hostInfo.capturedEnv = ["MINE", "NOT_SET"];\n${TWICE}` });
  const infos = await printed(project, { MINE: "1", PATH: "/nowhere" });
  const expected = {
    hostname: hostname(),
    os: [expect.any(String), expect.stringContaining(process.arch)],
    python_version: process.versions.node,
    node_version: process.versions.node,
    v8_version: process.versions.v8,
    cpu: expect.any(String),
    cpu_count: expect.any(Number),
    ENV: { MINE: "1" },
    disk: { free: 5 },
  };
  expect(infos).toEqual([expected, expected, expected]);
  expect(infos[0]).toSatisfy((info: { cpu_count: number }) => info.cpu_count >= availableParallelism());
});

test.skipIf(process.platform === "win32")("nvidia-smi is asked once in a process", async () => {
  using project = new Project({ "main.mjs": TWICE });
  const bin = join(project.folder, "bin");
  mkdirSync(bin);
  const xml =
    "<nvidia_smi_log><driver_version>1.2</driver_version><gpu id='1'><product_name>Fake</product_name><persistence_mode>Enabled</persistence_mode><fb_memory_usage><total>7 MiB</total></fb_memory_usage></gpu></nvidia_smi_log>";
  writeFileSync(join(bin, "nvidia-smi"), `#!/bin/sh\necho "$*" >> "$CALLS"\ncat <<'XML'\n${xml}\nXML\n`);
  chmodSync(join(bin, "nvidia-smi"), 0o755);
  const calls = join(bin, "calls");
  const infos = await printed(project, { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, CALLS: calls });
  const gpus = { driver_version: "1.2", gpus: [{ model: "Fake", total_memory: 7, persistence_mode: true }] };
  for (const info of infos) expect(info).toMatchObject({ gpus });
  expect(readFileSync(calls, "utf8")).toBe("-q -x\n");
});

test("what the settings leave out is null, as Sacred stores it", async () => {
  const leftOut = "settings.hostInfo.includeGpuInfo = false;\nsettings.hostInfo.includeCpuInfo = false;\n";
  using project = new Project({ "main.mjs": leftOut + TWICE });
  const [info] = await printed(project);
  expect(info).toMatchObject({ cpu: null, gpus: null });
});

test("a gatherer that fails is the run's failure, with its own error", async () => {
  using project = new Project({
    "main.mjs":
      PROGRAM.replace("({ free: 5 })", '{ throw new RangeError("no disk"); }') +
      "await ex.run().catch((error) => console.log(JSON.stringify(String(error))));",
  });
  expect(await printed(project)).toEqual(["RangeError: no disk"]);
});
