import { cpus, hostname, platform, release, type } from "node:os";
import type { HostInfoGatherer, HostInformation } from "../core/host.ts";
import { normalizeValue } from "../core/config/normalize.ts";
import type { Settings } from "../core/settings.ts";
import type { Dict } from "../core/values.ts";

/** About this machine. Readers of Sacred's records expect `python_version`: Node's version stands there, too. */
export function hostInformation(settings: () => Settings): HostInformation {
  return {
    hostInfo(additional: readonly HostInfoGatherer[]): Dict {
      const info: Dict = {
        hostname: hostname(),
        os: [type(), `${type()}-${release()}-${process.arch}-${platform()}`],
        cpu: cpus()[0]?.model ?? "unknown",
        python_version: process.versions.node,
        node_version: process.versions.node,
        ENV: capturedEnv(settings().hostInfo.capturedEnv),
      };
      for (const { name, gather } of additional) info[name] = normalizeValue(gather(), name) ?? null;
      return info;
    },
  };
}

function capturedEnv(names: readonly string[]): Dict {
  const env: Dict = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
