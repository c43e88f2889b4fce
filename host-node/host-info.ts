import { cpus, hostname, platform, release, type } from "node:os";
import type { HostInfoGatherer, HostInformation } from "../core/host.ts";
import { gatherHostInfo } from "../core/gather-host-info.ts";
import type { Settings } from "../core/settings.ts";
import type { Dict } from "../core/values.ts";

/** About this machine. Readers of Sacred's records expect `python_version`: Node's version stands there, too. */
export function hostInformation(settings: () => Settings): HostInformation {
  return {
    hostInfo(additional: readonly HostInfoGatherer[]): Promise<Dict> {
      const { includeCpuInfo, includeGpuInfo, capturedEnv } = settings().hostInfo;
      const processors = cpus();
      const system = type() === "Windows_NT" ? "Windows" : type();
      const own: Dict = {
        hostname: hostname(),
        os: [system, `${system}-${release()}-${process.arch}-${platform()}`],
        python_version: process.versions.node,
        node_version: process.versions.node,
        v8_version: process.versions.v8,
        cpu: includeCpuInfo ? (processors[0]?.model.trim() ?? "unknown") : null,
        cpu_count: processors.length,
        ENV: environment(capturedEnv),
      };
      return gatherHostInfo([
        ...Object.entries(own).map(([name, value]) => ({ name, gather: () => value })),
        { name: "gpus", gather: includeGpuInfo ? gpus : () => null },
        ...additional,
      ]);
    },
  };
}

/** What starts other programs is loaded when somebody observes, with all else that is looked for then. */
async function gpus(): Promise<Dict | undefined> {
  const { gpuInfo } = await import("./discovery/index.ts");
  return gpuInfo();
}

function environment(names: readonly string[]): Dict {
  const env: Dict = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
