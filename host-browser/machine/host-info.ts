import { gatherHostInfo } from "../../core/gather-host-info.ts";
import type { HostInfoGatherer } from "../../core/host.ts";
import type { HostInfoSettings } from "../../core/settings.ts";
import type { Dict } from "../../core/values.ts";
import { agentHints, browserName, platformOf, type AgentHints } from "./agent.ts";
import { gpuInfo } from "./gpu.ts";
import { inTime } from "./in-time.ts";

/**
 * About browser and machine, in pages and workers, as far as they tell: what one refuses, or takes too long for, isn't stored.
 * Names are those that Sacred's dashboards read. They expect `python_version`: the browser's version stands there, too.
 */
export async function browserHostInfo(
  { includeCpuInfo, includeGpuInfo }: HostInfoSettings,
  additional: readonly HostInfoGatherer[],
): Promise<Dict> {
  const [hints = {}, gpus] = await Promise.all([inTime(agentHints), includeGpuInfo ? inTime(gpuInfo) : undefined]);
  const own: Record<string, () => unknown> = {
    hostname,
    os: () => operatingSystem(hints),
    python_version: () => browserName(hints).version,
    browser: () => browserName(hints).name,
    browser_version: () => browserName(hints).version,
    user_agent: () => navigator.userAgent,
    user_agent_hints: () => (Object.keys(hints).length > 0 ? hints : undefined),
    cpu: () => (includeCpuInfo ? processor(hints) : null),
    cpu_count: () => navigator.hardwareConcurrency,
    memory_gb: () => ("deviceMemory" in navigator ? navigator.deviceMemory : undefined),
    time_zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: () => navigator.language,
    ENV: () => ({}),
    gpus: () => (includeGpuInfo ? gpus : null),
  };
  const gatherers = Object.entries(own).map(([name, gather]) => ({ name, gather: () => inTime(gather) }));
  return gatherHostInfo([...gatherers, ...additional]);
}

/** Of the server: a browser doesn't tell its machine's. Workers made of text have it in their origin alone. */
function hostname(): string | undefined {
  const name = location.hostname || (URL.canParse(location.origin) ? new URL(location.origin).hostname : "");
  return name || undefined;
}

/** Name and description, as Python's `platform` gives them. */
function operatingSystem(hints: AgentHints): readonly string[] {
  const name = hints.platform ?? platformOf(navigator.userAgent);
  return [name, [name, hints.platformVersion, hints.architecture, hints.bitness].filter(Boolean).join("-")];
}

/** No browser tells the model. */
function processor({ architecture, bitness }: AgentHints): string {
  return [architecture, bitness && `${bitness} bit`].filter(Boolean).join(", ") || "unknown";
}
